import type { TelegramButton } from "@procode/core";
import { clip } from "../reply/clip.ts";
import { writeChoice } from "../reply/choice.ts";
import { type Reply, say } from "../reply/reply.ts";
import type { Linked, LinkedContext } from "../update/turn.ts";
import type { Words } from "../words/words.ts";

const SHOWN = 8;
/** A longer label is cut by the phone anyway. */
const LONGEST_LABEL = 60;

/** /conversations: the last ones as buttons; pressing one goes on with it here. */
export async function conversations({ turn }: LinkedContext): Promise<void> {
  const { linked, words } = turn;
  turn.say(await listConversations(linked, words, linked.connection.conversationId));
}

export async function listConversations({ caller }: Linked, words: Words, currentId: string | null): Promise<Reply> {
  const { conversations } = await caller.conversations.list({ limit: SHOWN });
  const buttons = conversations.flatMap(({ id, title }): TelegramButton[][] => {
    const data = writeChoice({ kind: "conversation", id });
    return data ? [[{ text: markIf(id === currentId, clip(title, LONGEST_LABEL)), data }]] : [];
  });
  return buttons.length === 0 ? say(words.noConversations) : say(words.conversations, buttons);
}

export const markIf = (chosen: boolean, label: string) => (chosen ? `✓ ${label}` : label);
