import type { Metadata } from "next";
import { PageBar } from "@/components/shell/app-bar.tsx";
import { TelegramPage } from "@/features/telegram/telegram-page.tsx";
import { toWire } from "@/trpc/wire.ts";
import { signedIn } from "../signed-in.ts";

export const metadata: Metadata = { title: "Telegram" };

export default async function Telegram() {
  const { caller } = await signedIn();
  return (
    <>
      <PageBar title="Telegram" />
      <TelegramPage initial={toWire(await caller.telegram.status())} />
    </>
  );
}
