import { clip } from "../reply/clip.ts";
import { type Reply, say } from "../reply/reply.ts";
import type { Linked } from "../update/turn.ts";
import type { Words } from "../words/words.ts";
import { listAhead } from "./list-ahead.ts";
import { panelButton } from "./panel-button.ts";
import { inRows, settingButton } from "./settings/setting-button.ts";

const MOST = 12;
/** Twelve of these and what stands behind them stay below the 4,096 units of one message. */
const LONGEST_LINE = 200;
const PLANNED = new Set(["candidate", "scheduled", "claimed"]);

/** The next seven days, also what is held back and by what. */
export async function showAhead(linked: Linked, words: Words): Promise<Reply> {
  const { settings } = await linked.caller.proactive.settings();
  const says = words.proactive;
  const ahead = (await listAhead(linked)).slice(0, MOST);
  const lines = ahead.map((one) => lineOf(one, settings.zone, words));
  return say(ahead.length === 0 ? says.nothingAhead : [says.nextSevenDays, ...lines].join("\n"), [
    [panelButton(says.back, "show")],
  ]);
}

/** What came in the last 30 days, the latest first, and how each ended. */
export async function showCame(linked: Linked, words: Words): Promise<Reply> {
  const [{ settings }, { messages }] = await Promise.all([
    linked.caller.proactive.settings(),
    linked.caller.proactive.list(),
  ]);
  const says = words.proactive;
  const came = messages.filter(({ state }) => !PLANNED.has(state)).slice(0, MOST);
  const lines = came.map(({ takenAt, scheduledFor, topic, text, state }, index) => {
    const line = lineOf({ at: takenAt ?? scheduledFor, topic, text, heldBy: null }, settings.zone, words);
    return `${index + 1}. ${line} (${says.states[state]})`;
  });
  const numbers = came.map(({ id }, index) => settingButton(String(index + 1), { of: "came", id }));
  return say(lines.length === 0 ? says.nothingBefore : [says.lastThirtyDays, ...lines].join("\n"), [
    ...inRows(numbers, 6),
    [panelButton(says.back, "show")],
  ]);
}

type Line = Awaited<ReturnType<typeof listAhead>>[number];

/** "Wed 25 Nov, 08:00 · Tea: buy tea", and by which rule it is held back. */
export function lineOf({ at, topic, text, heldBy }: Line, zone: string, { proactive }: Words): string {
  const line = clip(`${proactive.when(at, zone)} · ${topic}: ${text.replace(/\s+/g, " ")}`, LONGEST_LINE);
  return heldBy === null ? line : `${line} (${proactive.heldBy[heldBy] ?? proactive.heldBack})`;
}
