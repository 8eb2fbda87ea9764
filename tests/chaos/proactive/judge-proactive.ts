import { LEGAL_MOVES } from "@procode/core";
import type { ProactiveState } from "@procode/contracts";
import type { CrowdMessage } from "./open-crowd.ts";
import { type Accepted, readAccepted } from "./read-accepted.ts";
import type { Stage } from "./stage.ts";

export type JudgedProactive = {
  /** Taken more than once, by one way or by two. */
  doubled: string[];
  /** Neither taken nor explained by a row, or taken and called anything but `sent` or `uncertain`, or the other way round. */
  lost: string[];
  /** Ended undelivered and without a word why. */
  unexplained: string[];
  /** Still on their way at the end, of whatever table. */
  open: string[];
  /** People with other than one message, and moves that are none. */
  disordered: string[];
  uncertain: number;
  /** Messages by how they ended: the state, and the way where one was taken. */
  ends: Record<string, number>;
  /** Why those that were not delivered were not, and how many. */
  reasons: Record<string, number>;
};

type Row = { userId: string; state: ProactiveState; channel: keyof Accepted | null; reason: string };

const TAKEN: readonly ProactiveState[] = ["sent", "read", "responded"];
const OVER: readonly ProactiveState[] = [...TAKEN, "uncertain", "dead", "cancelled", "expired"];
/** How every uncertain end is told where no answer of Telegram's or the mail server's is lost but by a death. */
const BY_DEATH = "PROCODE stopped before it had ";

/** Judges what came of each message by what the sandboxes took. */
export async function judgeProactive({ world, mail, crowd }: Stage): Promise<JudgedProactive> {
  const { database } = world;
  const accepted = await readAccepted(world, mail);
  const rows = Map.groupBy(
    await database.query<Row>(`SELECT user_id AS "userId", state, channel, reason FROM proactive_messages`),
    ({ userId }) => userId,
  );
  const judged: JudgedProactive = {
    ...{ doubled: [], lost: [], unexplained: [], uncertain: 0, ends: {}, reasons: {} },
    open: await readOpen(database),
    disordered: await findIllegal(database),
  };
  for (const message of crowd.messages) {
    const theirs = rows.get(message.userId) ?? [];
    if (theirs.length > 1) judged.disordered.push(`${nameOf(message)} has ${theirs.length} messages`);
    judgeOne(judged, message, theirs[0], accepted.get(message.number) ?? { telegram: 0, email: 0, web: 0 });
  }
  return judged;
}

function judgeOne(judged: JudgedProactive, message: CrowdMessage, row: Row | undefined, taken: Accepted): void {
  const name = nameOf(message);
  const times = taken.telegram + taken.email + taken.web;
  if (times > 1) judged.doubled.push(`${name} ${JSON.stringify(taken)}`);
  if (!row) return void judged.lost.push(`${name} was never planned`);
  const { state, channel, reason } = row;
  const isTaken = TAKEN.includes(state);
  count(judged.ends, isTaken ? `sent by ${channel}` : state);
  if (!OVER.includes(state)) judged.open.push(`${name} is ${state}`);
  if (isTaken && (channel === null || taken[channel] !== 1)) judged.lost.push(`${name} is ${state} and was not taken`);
  if (times > 0 && !isTaken && state !== "uncertain") judged.lost.push(`${name} was taken and is ${state}`);
  if (isTaken) return;
  if (reason.trim() === "") judged.unexplained.push(`${name} is ${state}`);
  count(judged.reasons, `${state}: ${reason}`);
  if (state !== "uncertain") return;
  judged.uncertain++;
  if (!reason.startsWith(BY_DEATH)) judged.unexplained.push(`${name} is uncertain: ${reason}`);
}

const nameOf = ({ number, way }: CrowdMessage): string => `n${number} (${way})`;

function count(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

type Database = Stage["world"]["database"];

/** Of messages see `judgeOne`. */
async function readOpen(database: Database): Promise<string[]> {
  const open = await database.query<{ what: string }>(`
    SELECT 'send ' || dedupe_key || ' is ' || state AS what FROM telegram_sends WHERE state IN ('queued', 'sending')
    UNION ALL SELECT 'an attempt of ' || proactive_id || ' is open' FROM proactive_attempts WHERE outcome = 'open'
    UNION ALL SELECT 'a plan is not made: ' || id FROM job_runs WHERE function_id = 'procode-plan-proactive' AND ended_at IS NULL`);
  return open.map(({ what }) => what);
}

/** What the database's own list refuses, asked of it again: no move but a legal one, and nothing taken is begun again. */
async function findIllegal(database: Database): Promise<string[]> {
  const moves = await database.query<{
    from: ProactiveState | null;
    to: ProactiveState;
    before: string | null;
    times: number;
  }>(`
    SELECT from_state AS from, to_state AS to, lag(to_state) OVER (PARTITION BY user_id, proactive_id ORDER BY number) AS before
    FROM proactive_moves`);
  return moves
    .filter(
      ({ from, to, before }) =>
        from !== before || (from === null ? to !== "candidate" : !LEGAL_MOVES[from].includes(to)),
    )
    .map(({ from, to, before }) => `a move from ${from} to ${to} after ${before}`);
}
