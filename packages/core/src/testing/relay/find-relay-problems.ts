import type { DomainEvent } from "@procode/contracts";
import type { UserStore } from "../../ports/store.ts";
import { isPoison, OUTSIDE, RECORDERS, type RelayRun } from "./run-relay-faults.ts";

/** What stands in the store of one person after a run. */
export type RelayTrace = {
  userId: string;
  appended: readonly DomainEvent[];
  /** "consumer event" in the order in which it was done. */
  consumed: readonly string[];
  /** "consumer event" of those given up. */
  dead: readonly string[];
};

/** Reads what recorders left, by the ids of their conversations. */
export async function readTrace(tx: UserStore): Promise<Pick<RelayTrace, "appended" | "consumed">> {
  const { conversations } = await tx.conversations.list({ archived: false, limit: 100_000 });
  return {
    appended: (await tx.events.listAfter(0n, 100_000)).filter(({ type }) => type === "UserContextUpdated"),
    consumed: conversations.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map(({ title }) => title),
  };
}

/** Which promises of the relay do not hold, in words; [] when all do. */
export function findRelayProblems(run: Pick<RelayRun, "delivered">, trace: RelayTrace): string[] {
  const good = trace.appended.filter((event) => !isPoison(event)).map(({ id }) => id);
  const bad = trace.appended.filter(isPoison).map(({ id }) => id);
  const delivered = run.delivered.filter(({ userId }) => userId === trace.userId).map(({ id }) => id);
  const problems = RECORDERS.flatMap((name) => {
    const consumed = idsOf(name, trace.consumed);
    return [
      ...missing(good, consumed).map((id) => `${name} lost ${id}`),
      ...(new Set(consumed).size < consumed.length ? [`${name} took some twice`] : []),
      ...(isInOrder(consumed, good) ? [] : [`${name} took them out of order`]),
    ];
  });
  // It may be told again what it was told before, and nothing new before its turn.
  problems.push(...missing(good, delivered).map((id) => `${OUTSIDE} lost ${id}`));
  if (!isInOrder([...new Set(delivered)], good)) problems.push(`${OUTSIDE} was told out of order`);
  for (const name of [...RECORDERS, OUTSIDE]) {
    const dead = idsOf(name, trace.dead).toSorted();
    if (dead.join() !== bad.toSorted().join()) problems.push(`${name} gave up ${dead}, of ${bad}`);
  }
  return problems;
}

const idsOf = (name: string, entries: readonly string[]): string[] =>
  entries.filter((entry) => entry.startsWith(`${name} `)).map((entry) => entry.slice(name.length + 1));

function missing(all: readonly string[], found: readonly string[]): string[] {
  const known = new Set(found);
  return all.filter((id) => !known.has(id));
}

function isInOrder(ids: readonly string[], order: readonly string[]): boolean {
  const places = new Map(order.map((id, place) => [id, place]));
  return ids.every((id, index) => index === 0 || (places.get(id) ?? -1) > (places.get(ids[index - 1] ?? "") ?? -1));
}
