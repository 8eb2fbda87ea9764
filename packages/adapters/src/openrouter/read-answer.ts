import type { IncomingMessage } from "node:http";
import type { ModelPart, ModelUsage } from "@procode/core";
import { createParser } from "eventsource-parser";
import { z } from "zod";
import { brokeOff } from "./explain-failure.ts";
import { usdFrom } from "./usd-from.ts";

// Only what is read here; a provider may send more, and sends null for what it does not know.
const Count = z.number().nullish();
const Chunk = z.object({
  id: z.string().nullish(),
  model: z.string().nullish(),
  error: z.unknown().optional(),
  choices: z
    .array(
      z.object({
        delta: z.object({ content: z.string().nullish() }).nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .nullish(),
  usage: z.object({ prompt_tokens: Count, completion_tokens: Count, cost: z.unknown().optional() }).nullish(),
});
type Chunk = z.infer<typeof Chunk>;
type Reading = { /** The model that was asked for. */ asked: string /** Called for each event. */; alive: () => void };

const DONE = "[DONE]";

/** The parts of a streamed answer: who answers, before any text, then text, then the end. Throws provider-broke-off. */
export async function* readAnswer(
  response: IncomingMessage,
  { asked, alive }: Reading,
): AsyncGenerator<ModelPart, void, undefined> {
  const join = joinSurrogates();
  let providerId = response.headersDistinct["x-generation-id"]?.[0] ?? null;
  let isStarted = false;
  let finishReason: string | null = null;
  let usage: ModelUsage = { promptTokens: null, completionTokens: null, costUsd: null };
  // Also before a failure: what a call without a first word cost is settled by its id.
  function* start(model: string): Generator<ModelPart> {
    if (isStarted || providerId === null) return;
    isStarted = true;
    yield { type: "started", providerId, model };
  }
  try {
    for await (const data of readEvents(response, alive)) {
      if (data === DONE) continue;
      const chunk = Chunk.parse(JSON.parse(data));
      providerId = chunk.id ?? providerId;
      yield* start(chunk.model ?? asked);
      if (chunk.error !== undefined && chunk.error !== null) throw brokeOff(chunk.error);
      if (chunk.usage) usage = toUsage(chunk.usage);
      const [choice] = chunk.choices ?? [];
      finishReason = choice?.finish_reason ?? finishReason;
      const text = choice?.delta?.content ? join(choice.delta.content) : "";
      if (text !== "") yield { type: "text", text };
    }
  } catch (error) {
    yield* start(asked);
    throw brokeOff(error);
  }
  yield* start(asked);
  // Only an end that OpenRouter itself announced is one.
  if (finishReason === null || finishReason === "error") throw brokeOff();
  yield { type: "finished", finishReason, usage };
}

/**
 * The data of each server-sent event. It is read as it comes, however busy who asked for it is: what a stream still
 * holds when its line is cut is lost.
 */
async function* readEvents(response: IncomingMessage, alive: () => void): AsyncGenerator<string, void, undefined> {
  const events: string[] = [];
  const reading: { isOver: boolean; error: unknown } = { isOver: false, error: null };
  let wake: () => void = () => undefined;
  const parser = createParser({
    onEvent({ data }) {
      alive();
      events.push(data);
    },
  });
  response.setEncoding("utf8");
  response.on("data", (text: string) => {
    parser.feed(text);
    wake();
  });
  response.on("error", (error) => (reading.error = error));
  // After its end as after its error.
  response.on("close", () => {
    reading.isOver = true;
    wake();
  });
  for (;;) {
    while (events.length > 0) yield* events.splice(0);
    if (reading.isOver && reading.error !== null) throw reading.error;
    if (reading.isOver) return;
    await new Promise<void>((resolve) => (wake = resolve));
  }
}

function toUsage({ prompt_tokens, completion_tokens, cost }: NonNullable<Chunk["usage"]>): ModelUsage {
  return {
    promptTokens: prompt_tokens ?? null,
    completionTokens: completion_tokens ?? null,
    costUsd: usdFrom(cost),
  };
}

// A vendor may cut between the halves of an emoji; a half of one, or a NUL, could not be stored.
function joinSurrogates(): (delta: string) => string {
  let half = "";
  return (delta) => {
    let text = half + delta;
    half = "";
    const last = text.charCodeAt(text.length - 1);
    if (last >= 0xd800 && last <= 0xdbff) {
      half = text.slice(-1);
      text = text.slice(0, -1);
    }
    return text.includes("\0") ? text.replaceAll("\0", "") : text;
  };
}
