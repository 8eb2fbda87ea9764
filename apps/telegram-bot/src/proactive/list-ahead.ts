import type { Linked } from "../update/turn.ts";

/** `heldBy`: the rule by which it is not told; null where it is. */
type Ahead = { at: Date; topic: string; text: string; heldBy: string | null };
const PLANNED = new Set(["candidate", "scheduled", "claimed"]);

/** What is planned already, and what the next seven days would bring, the earliest first. */
export async function listAhead({ caller }: Linked): Promise<Ahead[]> {
  const [{ messages }, { items }] = await Promise.all([caller.proactive.list(), caller.proactive.preview()]);
  const planned = messages
    .filter(({ state }) => PLANNED.has(state))
    .map(({ scheduledFor, topic, text }) => ({ at: scheduledFor, topic, text, heldBy: null }));
  const previewed = items.map(({ at, letterAt, topic, words, outcome, reasons }) => ({
    ...{ at: letterAt ?? at, topic, text: words },
    heldBy: outcome === "told" ? null : outcome === "beside" ? "beside" : (reasons.at(-1)?.rule ?? "beside"),
  }));
  return [...planned, ...previewed].sort((one, other) => one.at.getTime() - other.at.getTime());
}
