import { setTimeout as sleep } from "node:timers/promises";
import type { Message, SentMessage } from "@procode/contracts";
import { type Browserless, openBrowserless } from "../../product/open-browserless.ts";
import type { Fleet } from "../../product/open-fleet.ts";
import type { Seen } from "./follow-stream.ts";
import type { JudgedAnswer } from "./judge-streams.ts";

/** Each one person, signed in at every process: as many devices. */
export type Person = Browserless[];
export type Stage = { fleet: Fleet; people: Person[] };
export type Asked = { name: string; text: string; sent: SentMessage };

const PEOPLE = 4;
const SETTLED_WITHIN_MS = 90_000;

export async function openStage(fleet: Fleet): Promise<Stage> {
  const people: Person[] = [];
  for (let count = 0; count < PEOPLE; count++) {
    const seats = fleet.webs.map(({ url }) => openBrowserless(url, fleet.env["APP_URL"]));
    const [first, ...others] = seats;
    if (!first) throw new Error("a stage needs a process");
    const { email, password } = await first.signUp();
    for (const seat of others) await seat.logIn(email, password);
    people.push(seats);
  }
  return { fleet, people };
}

/** Waits until every cost is known, then puts together what everybody says of these answers. */
export async function judgeable(
  { fleet }: Stage,
  answers: { asked: Asked; seen: Seen; death?: JudgedAnswer["death"] }[],
): Promise<JudgedAnswer[]> {
  const ids = answers.map(({ asked }) => asked.sent.generationId);
  await untilSettled(fleet, ids);
  const stored = await fleet.database.query<{ id: string; text: string; status: Message["status"] }>(
    "SELECT generation_id AS id, text, status FROM messages WHERE generation_id = ANY($1)",
    [ids],
  );
  const costs = await fleet.database.query<{
    id: string;
    providerId: string | null;
    costUsd: string | null;
    state: string;
  }>(
    `SELECT generation_id AS id, provider_id AS "providerId", cost_usd::text AS "costUsd", cost_state AS state
     FROM ai_responses WHERE generation_id = ANY($1)`,
    [ids],
  );
  const calls = fleet.models.log.calls();
  return answers.map(({ asked, seen, death }) => {
    const row = stored.find(({ id }) => id === asked.sent.generationId);
    return {
      name: asked.name,
      seen: { ...seen, status: seen.message?.status ?? null },
      stored: { text: row?.text ?? "", status: row?.status ?? "failed" },
      calls: calls
        .filter(({ accepted }) => accepted.messages?.at(-1)?.content === asked.text)
        .map(({ accepted, ended }) => ({ id: accepted.id, text: ended?.text ?? "", costUsd: ended?.costUsd ?? "0" })),
      costs: costs.filter(({ id }) => id === asked.sent.generationId),
      death: death ?? null,
    };
  });
}

async function untilSettled({ database }: Fleet, ids: string[]): Promise<void> {
  const end = performance.now() + SETTLED_WITHIN_MS;
  while (performance.now() < end) {
    // What waits for its next try is due at once.
    await database.query("UPDATE ai_responses SET next_try_at = now() WHERE cost_state = 'pending'");
    const [open] = await database.query<{ count: number }>(
      `SELECT (SELECT count(*)::int FROM ai_responses WHERE cost_state = 'pending' AND generation_id = ANY($1))
        + (SELECT count(*)::int FROM generations WHERE state IN ('queued', 'running') AND id = ANY($1)) AS count`,
      [ids],
    );
    if (open?.count === 0) return;
    await sleep(500);
  }
}

/** A number from `least` to `most`, both possible. */
export type Between = (least: number, most: number) => number;
export const drawer =
  (random: () => number): Between =>
  (least, most) =>
    least + Math.floor(random() * (most - least + 1));
