import { randomUUID } from "node:crypto";
import { createApiKey } from "@procode/core";
import { createOtlpSandbox, type OtlpSandbox, type TakenSpan } from "@procode/sandbox";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Fleet, openFleet } from "../product/open-fleet.ts";
import { callerOf, type Persona } from "../product/open-telegram-world.ts";
import { takenBy } from "../product/telegram-log.ts";

const PATIENCE = { timeout: 90_000, interval: 100 };
/** Words of a person, of a model and of PROCODE, which no trace may carry. */
const SECRETS = ["marzipan", "hippopotamus", "chrysanthemum"] as const;
const [ASKED, MEANT, REMINDED] = SECRETS;
let collector: OtlpSandbox;
let fleet: Fleet;

beforeAll(async () => {
  collector = await createOtlpSandbox();
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_SERVICE_NAME: "web" };
  fleet = await openFleet({ seed: 11, webs: 1, env });
  await fleet.startBot({ OTEL_SERVICE_NAME: "bot" });
});
afterAll(async () => {
  await fleet?.close();
  await collector?.close();
});

const spansOf = (traceId: string | undefined) => collector.spans().filter((span) => span.traceId === traceId);
/** The spans of a trace once all of these stages are in it. */
const untilStages = (traceId: () => string | undefined, ...names: string[]) =>
  vi.waitFor(() => {
    const spans = spansOf(traceId());
    expect(spans.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
    return spans;
  }, PATIENCE);
const inOrder = (spans: readonly TakenSpan[], names: readonly string[]) =>
  spans.filter(({ name }) => names.includes(name)).map(({ service, name }) => `${service}: ${name}`);

async function greetedPersona(): Promise<Persona> {
  const person = await fleet.newPersona();
  await vi.waitFor(() => expect(takenBy(fleet, person.chatId)).toHaveLength(2), PATIENCE);
  return person;
}

async function openWeb(person: Persona) {
  const { key } = await createApiKey(person.ctx, { name: "A script", scopes: ["chat", "read", "manage"] });
  const url = fleet.webs[0]?.url ?? "";
  return async (path: string, input: object, headers: Record<string, string> = {}) => {
    const response = await fetch(`${url}/api/trpc/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-api-key": key, ...headers },
      body: JSON.stringify(input),
    });
    const body = (await response.json()) as {
      result?: { data: unknown };
      error?: { data: { details: { requestId?: string } } };
    };
    return { body, traceId: response.headers.get("x-request-id") ?? undefined };
  };
}

describe("one trace", () => {
  it("holds all stages of an answer in Telegram, in their order", async () => {
    const person = await greetedPersona();
    person.say(`What of the ${ASKED}? [[sandbox echo first=0 interval=0]]`);
    await vi.waitFor(() => expect(takenBy(fleet, person.chatId)).toHaveLength(3), PATIENCE);
    const asked = () =>
      collector.spans().find(({ name, attributes }) => name === "ai" && attributes["procode.state"] === "done")
        ?.traceId;
    const stages = ["polling", "processing", "ai", "provider", "db", "queue", "delivery", "context analysis"];
    const spans = await untilStages(asked, ...stages);
    expect(
      inOrder(spans, ["polling", "processing", "chat.send", "send-message", "ai", "provider", "db", "queue"]),
    ).toEqual(
      ["polling", "processing", "chat.send", "send-message", "ai", "provider", "db", "queue"].map(
        (name) => `bot: ${name}`,
      ),
    );
    const queued = spans.find(({ name }) => name === "queue");
    const sent = spans.find(({ name }) => name === "delivery");
    const [row] = (await fleet.sends(person.chatId)).slice(-1);
    expect(sent?.startedAt).toBeGreaterThanOrEqual(queued?.startedAt ?? 0n);
    expect(sent?.parentSpanId).toBe(queued?.spanId);
    expect(sent?.attributes).toMatchObject({
      "procode.outcome": "sent",
      "procode.telegramMessageId": row?.telegramMessageId,
    });
    const ai = spans.find(({ name }) => name === "ai");
    expect(ai?.attributes).toMatchObject({
      "procode.model": expect.any(String),
      "procode.firstTokenMs": expect.any(Number),
      "procode.completionTokens": expect.any(Number),
    });
    // Each but the first stands beneath another one of the same trace.
    const known = new Set(spans.map(({ spanId }) => spanId));
    expect(spans.filter(({ parentSpanId }) => parentSpanId === null).map(({ name }) => name)).toEqual(["polling"]);
    expect(spans.filter(({ parentSpanId }) => parentSpanId !== null && !known.has(parentSpanId))).toEqual([]);
  });

  it("leads from a question on the web, answered by the web, to the message that the bot delivers for it", async () => {
    const person = await greetedPersona();
    await callerOf(person.ctx).proactive.update({
      ...{ optedIn: true, channels: ["telegram"] },
      quietHours: [null, null, null, null, null, null, null],
    });
    const ask = await openWeb(person);
    const text = `Remind me in 1 minute to feed the ${REMINDED}. [[sandbox tokens=3 first=0 interval=0]]`;
    const { body, traceId } = await ask("chat.send", { clientId: randomUUID(), text });
    expect(body.result?.data).toMatchObject({ generationId: expect.any(String) });
    await untilStages(() => traceId, "ai", "db", "context analysis");
    // As if its minute had come.
    const due = await fleet.database.query(
      `WITH due AS (UPDATE proactive_plans SET scheduled_for = now() WHERE user_id = $1)
       UPDATE proactive_messages SET next_try_at = now() WHERE user_id = $1 RETURNING id`,
      [person.userId],
    );
    expect(due).toHaveLength(1);
    await fleet.database.query(
      `UPDATE job_schedules SET next_at = date_trunc('second', now()) WHERE function_id = 'procode-deliver-proactive'`,
    );
    const spans = await untilStages(() => traceId, "delivery");
    const stages = ["chat.send", "send-message", "ai", "provider", "db", "context analysis", "proactive claim"];
    expect(inOrder(spans, [...stages, "proactive send", "delivery"])).toEqual([
      ...stages.map((name) => `web: ${name}`),
      "web: proactive send",
      "bot: delivery",
    ]);
    expect(takenBy(fleet, person.chatId).at(-1)).toContain(REMINDED);
  });

  it("is found by the id of an error, and is nobody's to choose from outside", async () => {
    const ask = await openWeb(await greetedPersona());
    const chosen = "0af7651916cd43dd8448eb211c80319c";
    const { body, traceId } = await ask(
      "conversations.rename",
      { conversationId: randomUUID(), title: MEANT },
      { traceparent: `00-${chosen}-b7ad6b7169203331-01` },
    );
    expect(body.error?.data.details.requestId).toBe(traceId);
    expect(traceId).toMatch(/^[0-9a-f]{32}$/);
    const [span] = await untilStages(() => traceId, "conversations.rename");
    expect(span?.attributes).toMatchObject({ "procode.failed": "no-such-thing" });
    expect(spansOf(chosen)).toEqual([]);
  });

  it("stands around each step of a job", async () => {
    await vi.waitFor(() => {
      const jobs = collector.spans().filter(({ name }) => name === "job");
      expect(jobs.map(({ attributes }) => attributes["procode.functionId"])).toContain("procode-deliver-proactive");
    }, PATIENCE);
  });
});

it("nothing of what people or models said, no address and no secret left with a trace", () => {
  const sent = collector.bodies().join("\n");
  expect(sent.length).toBeGreaterThan(10_000);
  for (const secret of [...SECRETS, "@example.com", "[[sandbox", fleet.env["NEXTAUTH_SECRET"] ?? "", "mock_"])
    expect(sent).not.toContain(secret);
});
