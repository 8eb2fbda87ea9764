import type { Model } from "@procode/contracts";
import type { TelegramButton } from "@procode/core";
import { reasonOf } from "../chat/explain-refusal.ts";
import { writeChoice } from "../reply/choice.ts";
import { type Reply, say } from "../reply/reply.ts";
import type { Linked, LinkedContext } from "../update/turn.ts";
import type { Words } from "../words/words.ts";
import { markIf } from "./conversations.ts";

const OFFERED = 6;

/** /model: the one that answers now, and others as buttons. */
export async function model({ turn }: LinkedContext): Promise<void> {
  turn.say(await listModels(turn.linked, turn.words));
}

export async function listModels({ caller, connection }: Linked, words: Words): Promise<Reply> {
  const { conversationId } = connection;
  const [current, { models }, { settings }] = await Promise.all([
    nextModel(caller, conversationId),
    caller.models.list({}),
    caller.account.profile(),
  ]);
  const preferred = models.find(({ id }) => id === settings.preferredModel);
  const offered = [current, ...(preferred ? [preferred] : []), ...models];
  const buttons = [...new Map(offered.map((each) => [each.id, each])).values()].flatMap(buttonOf(current, words));
  return say(words.answersWith(current.name), buttons.slice(0, OFFERED));
}

// A conversation in the trash has no next message; what follows begins a new one.
async function nextModel(caller: Linked["caller"], conversationId: string | null): Promise<Model> {
  if (conversationId === null) return caller.models.next({});
  return caller.models.next({ conversationId }).catch((error: unknown) => {
    if (reasonOf(error) !== "no-such-thing") throw error;
    return caller.models.next({});
  });
}

function buttonOf(current: Model, words: Words): (model: Model) => TelegramButton[][] {
  return ({ id, name, free, promptUsdPerMillion, completionUsdPerMillion }) => {
    const data = writeChoice({ kind: "model", id });
    const price = free ? words.free : `$${promptUsdPerMillion.toFixed(2)} / $${completionUsdPerMillion.toFixed(2)}`;
    return data ? [[{ text: markIf(id === current.id, `${name} · ${price}`), data }]] : [];
  };
}
