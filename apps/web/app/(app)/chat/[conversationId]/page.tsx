import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { MESSAGES_A_PAGE } from "@/components/conversation/conversation-cache.ts";
import { ChatScreen } from "@/features/chat/chat-screen.tsx";
import { reasonOf } from "@/server/page-context.ts";
import { toWire } from "@/trpc/wire.ts";
import { signedIn } from "../../signed-in.ts";
import { modelOrNull } from "../model-or-null.ts";

type ChatProps = { params: Promise<{ conversationId: string }> };

export async function generateMetadata({ params }: ChatProps): Promise<Metadata> {
  const found = await load((await params).conversationId);
  return { title: found?.conversation.title ?? "No such conversation" };
}

export default async function Chat({ params }: ChatProps) {
  const { conversationId } = await params;
  const { viewer, caller } = await signedIn();
  const found = await load(conversationId);
  if (!found) notFound();
  const model = await modelOrNull(caller, { conversationId });
  return <ChatScreen viewerId={viewer.id} first={toWire(found)} firstModel={toWire(model)} />;
}

/** null alike for an unknown id, somebody else's and what is no id at all. */
const load = cache(async (conversationId: string) => {
  const { caller } = await signedIn();
  try {
    const [conversation, page] = await Promise.all([
      caller.conversations.get({ conversationId }),
      caller.conversations.messages({ conversationId, limit: MESSAGES_A_PAGE }),
    ]);
    return { conversation, page };
  } catch (error) {
    if (["no-such-thing", "bad-input"].includes(reasonOf(error))) return null;
    throw error;
  }
});
