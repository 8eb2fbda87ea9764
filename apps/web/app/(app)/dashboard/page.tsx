import type { Metadata } from "next";
import { ChatScreen } from "@/features/chat/chat-screen.tsx";
import { toWire } from "@/trpc/wire.ts";
import { modelOrNull } from "../chat/model-or-null.ts";
import { signedIn } from "../signed-in.ts";

export const metadata: Metadata = { title: "New chat" };

export default async function Dashboard() {
  const { viewer, caller } = await signedIn();
  const model = await modelOrNull(caller, {});
  return <ChatScreen viewerId={viewer.id} first={null} firstModel={toWire(model)} />;
}
