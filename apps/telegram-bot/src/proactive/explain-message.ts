import { clip } from "../reply/clip.ts";
import { formatReceipt } from "../reply/format-receipt.ts";
import { nameOfModel } from "../reply/name-of-model.ts";
import { type Reply, say } from "../reply/reply.ts";
import type { Linked } from "../update/turn.ts";
import type { Words } from "../words/words.ts";

// Together far below the 4,096 units of one message.
const MOST_FACTS = 5;
const LONGEST_FACT = 300;

type Explained = Awaited<ReturnType<Linked["caller"]["proactive"]["explain"]>>;

/** Why a message came: the sentence that it was planned with, its rule, what it rests on in the person's words, model and cost. */
export async function explainMessage(linked: Linked, words: Words, explained: Explained): Promise<Reply> {
  const { message, costUsd } = explained;
  const { why, rule, topic, facts, model } = message;
  return say(
    words.proactive.explanation({
      ...{ why, topic, rule: words.proactive.rules[rule] },
      facts: facts.slice(0, MOST_FACTS).map((fact) => clip(fact.words, LONGEST_FACT)),
      receipt: model === null ? null : formatReceipt(await nameOfModel(linked, model), { costUsd }, words),
    }),
  );
}
