import { setTimeout as sleep } from "node:timers/promises";
import type { TestDatabase } from "@procode/db/testing";
import type { OpenRouterSandbox } from "@procode/sandbox";
import type { Asked } from "./open-crowd.ts";

/** What is stored of a message that somebody sent. */
export type StoredTurn = {
  clientId: string;
  answers: number;
  status: string | null;
  text: string | null;
  generations: number;
  state: string | null;
  attempts: number;
  responses: number;
};
/** A run under faults, as it can be judged: what people heard, what is stored, what the provider's log says. */
export type DatabaseRun = {
  asked: Asked[];
  turns: StoredTurn[];
  /** Rows that are half of something, in words. */
  halves: string[];
  /** How often the provider was asked each marker, and the texts that it wrote to their end. */
  calls: { marker: string; finished: string[]; times: number }[];
  recordedUsd: string;
  billedUsd: string;
  /** From each fault to the next message that was sent after it and taken. */
  recoveredMs: number[];
};

const MARKER = /^m\d+\./;
const SETTLED_WITHIN_MS = 25_000;

/** Waits until no answer is being written any more, and reads all that a judge needs. */
export async function readDatabaseRun(
  { database, models }: { database: TestDatabase; models: OpenRouterSandbox },
  { asked, faultsMs }: { asked: Asked[]; faultsMs: number[] },
): Promise<DatabaseRun> {
  for (const untilMs = performance.now() + SETTLED_WITHIN_MS; performance.now() < untilMs; await sleep(50)) {
    const [open] = await database.query<{ count: number }>(
      `SELECT (SELECT count(*) FROM generations WHERE state IN ('queued', 'running'))::int
        + (SELECT count(*) FROM ai_responses WHERE cost_state = 'pending')::int AS count`,
    );
    if (open?.count === 0) break;
  }
  const halves = await database.query<{ what: string; id: string }>(HALVES);
  const [money] = await database.query<{ usd: string }>(
    "SELECT trim_scale(coalesce(sum(cost_usd), 0))::text AS usd FROM ai_responses",
  );
  const taken = asked.filter(({ sent }) => sent !== null).map(({ takenMs }) => takenMs);
  return {
    asked,
    turns: await database.query<StoredTurn>(TURNS, [asked.map(({ clientId }) => clientId)]),
    halves: halves.map(({ what, id }) => `${what} ${id}`),
    calls: readCalls(models),
    recordedUsd: money?.usd ?? "0",
    billedUsd: models.log.billed().totalUsd,
    recoveredMs: faultsMs.map((faultMs) => Math.min(...taken.filter((ms) => ms > faultMs)) - faultMs),
  };
}

function readCalls({ log }: OpenRouterSandbox): DatabaseRun["calls"] {
  const calls = new Map<string, { marker: string; finished: string[]; times: number }>();
  for (const { accepted, ended } of log.calls()) {
    const marker = MARKER.exec(accepted.messages?.at(-1)?.content ?? "")?.[0];
    if (marker === undefined) continue;
    const call = calls.get(marker) ?? { marker, finished: [], times: 0 };
    calls.set(marker, call);
    call.times++;
    if (ended?.end === "finished" && ended.text !== null) call.finished.push(ended.text);
  }
  return [...calls.values()];
}

const TURNS = `
  SELECT q.client_id AS "clientId", count(DISTINCT a.id)::int AS answers, max(a.status) AS status, max(a.text) AS text,
    count(DISTINCT g.id)::int AS generations, max(g.state) AS state, coalesce(max(g.attempt), 0)::int AS attempts,
    count(DISTINCT (r.generation_id, r.attempt)) FILTER (WHERE r.generation_id IS NOT NULL)::int AS responses
  FROM messages q
  LEFT JOIN messages a ON a.user_id = q.user_id AND a.parent_id = q.id AND a.role = 'assistant'
  LEFT JOIN generations g ON g.user_id = a.user_id AND g.message_id = a.id
  LEFT JOIN ai_responses r ON r.user_id = g.user_id AND r.generation_id = g.id
  WHERE q.client_id = ANY ($1) GROUP BY q.user_id, q.id, q.client_id`;

const ENDED = "g.state NOT IN ('queued', 'running')";
const HALVES = `
  SELECT 'a question without an answer row' AS what, q.id::text FROM messages q WHERE q.role = 'user'
    AND NOT EXISTS (SELECT FROM messages a WHERE a.user_id = q.user_id AND a.parent_id = q.id)
  UNION ALL SELECT 'a generation without its message', g.id::text FROM generations g
    WHERE NOT EXISTS (SELECT FROM messages m WHERE m.user_id = g.user_id AND m.id = g.message_id)
  UNION ALL SELECT 'an answer without its generation', m.id::text FROM messages m WHERE m.role = 'assistant'
    AND NOT EXISTS (SELECT FROM generations g WHERE g.user_id = m.user_id AND g.message_id = m.id)
  UNION ALL SELECT 'a generation that never ended', g.id::text FROM generations g WHERE NOT (${ENDED})
  UNION ALL SELECT 'an answer whose state is not that of its generation', m.id::text
    FROM messages m JOIN generations g ON g.user_id = m.user_id AND g.message_id = m.id
    WHERE ${ENDED} AND m.status <> CASE g.state WHEN 'done' THEN 'complete' ELSE g.state END
  UNION ALL SELECT 'parts of an answer that ended', g.id::text FROM generations g WHERE ${ENDED}
    AND EXISTS (SELECT FROM generation_parts p WHERE p.user_id = g.user_id AND p.generation_id = g.id)
  UNION ALL SELECT 'a message with other than one MessageSent', q.id::text FROM messages q WHERE q.role = 'user'
    AND (SELECT count(*) FROM domain_events e WHERE e.user_id = q.user_id AND e.type = 'MessageSent'
      AND e.payload ->> 'messageId' = q.id::text) <> 1
  UNION ALL SELECT 'an answer with other than one AIResponseGenerated', g.id::text FROM generations g WHERE ${ENDED}
    AND (SELECT count(*) FROM domain_events e WHERE e.user_id = g.user_id AND e.type = 'AIResponseGenerated'
      AND e.payload ->> 'generationId' = g.id::text) <> 1
  UNION ALL SELECT 'a conversation whose shown branch ends nowhere', c.id::text FROM conversations c
    WHERE NOT EXISTS (SELECT FROM messages m WHERE m.user_id = c.user_id AND m.id = c.active_leaf_id)
  UNION ALL SELECT 'events with a gap', e.user_id::text FROM domain_events e GROUP BY e.user_id
    HAVING max(e.sequence) - min(e.sequence) + 1 <> count(*)`;
