import { type Conversation, MESSAGE_MAX } from "@procode/contracts";
import { requireScope, requireUser } from "../../actor.ts";
import type { Context } from "../../context.ts";
import { beginConversation } from "../../conversation/begin-conversation.ts";
import { loadCatalogue } from "../../conversation/model-catalogue.ts";
import { openConversation } from "../../conversation/open-conversation.ts";
import { sendOnce } from "../../conversation/send-once.ts";
import { channelOf, storeTurn } from "../../conversation/store-turn.ts";
import type { UserStore } from "../../ports/store.ts";
import { ProcodeError } from "../../procode-error.ts";
import type { Completion } from "./completion.ts";

type Kept = Completion & {
  /** The same id again returns the same answer. */
  clientId: string;
  /** Null begins a conversation with all turns; otherwise the last turn goes on with it, and it is its own history. */
  conversationId: string | null;
};

/**
 * The person, also by a key with `chat`: a completion that is kept as a conversation of theirs. Stores what was asked
 * and begins the answer. Throws NOT_FOUND, INVALID unknown-model, and INVALID bad-input when the last turn is not the
 * user's or one is longer than a message may be.
 */
export async function sendCompletion(ctx: Context, completion: Kept) {
  const userId = requireUser(ctx.actor);
  requireScope(ctx.actor, "chat");
  const { clientId, conversationId, turns, options } = completion;
  const last = turns.at(-1);
  if (last?.role !== "user" || last.text.trim() === "")
    throw refuse("A completion that is stored ends with a message of the user.");
  if (turns.some(({ text }) => text.length > MESSAGE_MAX))
    throw refuse(`A message that is stored has at most ${MESSAGE_MAX.toLocaleString("en")} characters.`);
  const { models } = await loadCatalogue(ctx);
  const askedModel = completion.model ?? undefined;
  return sendOnce(ctx, clientId, async (tx, place) => {
    const [opened, settings] = await Promise.all([
      conversationId ? openConversation(tx, conversationId) : null,
      tx.users.getSettings(),
    ]);
    const firstWords = turns.find(({ role }) => role === "user")?.text ?? "";
    const conversation = opened ?? (await beginConversation(ctx, tx, { text: firstWords, model: null }));
    const parentId = opened ? opened.activeLeafId : await keepTurns(ctx, tx, conversation, turns.slice(0, -1));
    const { text } = last;
    const turn = { userId, conversation, parentId, clientId, text, askedModel, models, settings, options };
    return storeTurn(ctx, tx, { ...turn, ...place });
  });
}

/** Earlier turns as messages of a new conversation, each below the one before; returns the last. */
async function keepTurns(
  ctx: Context,
  tx: UserStore,
  { id: conversationId }: Conversation,
  turns: Completion["turns"],
) {
  let parentId: string | null = null;
  const at = ctx.clock.now();
  for (const { role, text } of turns) {
    const id = ctx.ids.next();
    const place = { id, conversationId, parentId, clientId: null, generationId: null };
    await tx.messages.append({ ...place, role, text, status: "complete", channel: channelOf(ctx), at });
    parentId = id;
  }
  return parentId;
}

const refuse = (why: string) => new ProcodeError("INVALID", `${why} Nothing was stored.`, { reason: "bad-input" });
