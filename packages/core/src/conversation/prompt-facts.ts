import type { Channel, UserContext } from "@procode/contracts";
import type { Context } from "../context.ts";
import type { UserStore } from "../ports/store.ts";
import { keepContext, readContext } from "../user/cached-context.ts";
import type { PathMessage } from "./message-repository.ts";

const HISTORY_MESSAGES = 400;

/** What a prompt is made of, of one moment. */
export type PromptFacts = {
  /** The branch up to and including the message to answer, oldest first. */
  history: Pick<PathMessage, "role" | "text">[];
  /** Where the answer is read. */
  channel: Channel;
  context: UserContext;
  /** The context as the cache has it. */
  kept: UserContext | null;
};

/** The branch that ends with `leafId`, and what the person told about themselves. Sends all at once. */
export async function readPromptFacts(
  tx: UserStore,
  leafId: string | null,
  kept: UserContext | null,
): Promise<{ path: PathMessage[]; context: UserContext }> {
  const [path, context] = await Promise.all([
    leafId === null ? [] : tx.messages.listPath(leafId, HISTORY_MESSAGES),
    readContext(tx, kept),
  ]);
  return { path, context };
}

/** After the transaction: the cache gets a context that it did not have. */
export async function keepFacts(ctx: Context, userId: string, { context, kept }: PromptFacts): Promise<void> {
  if (context !== kept) await keepContext(ctx, userId, context);
}
