import type { Metadata } from "next";
import { PageBar } from "@/components/shell/app-bar.tsx";
import { ContextPage } from "@/features/context/context-page.tsx";
import { toWire } from "@/trpc/wire.ts";
import { signedIn } from "../signed-in.ts";

export const metadata: Metadata = { title: "Context" };

export default async function Context() {
  const { caller } = await signedIn();
  return (
    <>
      <PageBar title="Context" />
      <ContextPage initial={toWire(await caller.context.get())} />
    </>
  );
}
