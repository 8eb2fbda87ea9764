import type { Asked } from "./open-crowd.ts";
import type { DatabaseRun, StoredTurn } from "./read-database-run.ts";

/** What a run may show beside the promises: processes that end leave calls unanswered, and break long answers off. */
export type Allowed = { noAnswer?: boolean; interrupted?: boolean };

const RECOVERS_WITHIN_MS = 5_000;
const RETRYABLE = ["503 database-away", "503 queue-full", "409 unexpected"];

/** Which promises of a run do not hold, in words; [] when all do. */
export function judgeDatabaseRun(run: DatabaseRun, allowed: Allowed = {}): string[] {
  const turns = Map.groupBy(run.turns, ({ clientId }) => clientId);
  const calls = new Map(run.calls.map((call) => [call.marker, call]));
  const slow = run.recoveredMs.filter((ms) => !(ms <= RECOVERS_WITHIN_MS));
  return [
    ...(run.asked.length === 0 ? ["nobody asked anything, so nothing is proven"] : []),
    ...run.asked.flatMap((one) => judgeAnswers(one, allowed)),
    ...run.asked.flatMap((one) =>
      judgeTurn(one, turns.get(one.clientId) ?? [], calls.get(one.marker), allowed).map(
        (problem) => `${one.marker} ${problem}`,
      ),
    ),
    ...run.halves,
    ...(run.recordedUsd === run.billedUsd ? [] : [`${run.recordedUsd} USD recorded, ${run.billedUsd} billed`]),
    ...slow.map((ms) => `after a fault nothing was taken for ${Math.round(ms)} ms`),
  ];
}

function judgeAnswers({ marker, sent, refusals }: Asked, { noAnswer = false }: Allowed): string[] {
  const bad = refusals.flatMap((refusal) => {
    if (refusal.kind === "no-answer") return noAnswer ? [] : [`${marker} was not answered: ${refusal.why}`];
    const what = `${refusal.status} ${refusal.reason}`;
    if (!RETRYABLE.includes(what)) return [`${marker} was refused with ${what}`];
    return refusal.retryAfter === null ? [`${marker} was refused with ${what} and no Retry-After`] : [];
  });
  return sent === null ? [...bad, `${marker} was never taken`] : bad;
}

function judgeTurn(
  { sent }: Asked,
  turns: StoredTurn[],
  call: DatabaseRun["calls"][number] | undefined,
  { interrupted = false }: Allowed,
): string[] {
  if (sent === null) return [];
  const [turn, ...more] = turns;
  if (!turn) return ["was confirmed and is not there"];
  if (more.length > 0) return [`is there ${turns.length} times`];
  const problems: string[] = [];
  if (turn.answers !== 1 || turn.generations !== 1)
    problems.push(`has ${turn.answers} answers and ${turn.generations} generations`);
  if (turn.status !== "complete" && !(interrupted && turn.status === "interrupted"))
    problems.push(`is answered with "${turn.status}"`);
  if (turn.responses !== turn.attempts)
    problems.push(`was attempted ${turn.attempts} times and accounted for ${turn.responses} times`);
  if ((call?.times ?? 0) > turn.attempts)
    problems.push(`was asked ${call?.times} times of the provider in ${turn.attempts} attempts`);
  if (turn.status === "complete" && !call?.finished.includes(turn.text ?? ""))
    problems.push("is answered with a text that the provider did not write");
  return problems;
}
