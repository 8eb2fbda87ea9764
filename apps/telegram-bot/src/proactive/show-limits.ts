import { markIf } from "../command/conversations.ts";
import type { PanelAct } from "../reply/choice.ts";
import { type Reply, say } from "../reply/reply.ts";
import type { Linked } from "../update/turn.ts";
import type { Words } from "../words/words.ts";
import { panelButton } from "./panel-button.ts";

type Limit = Extract<PanelAct, `day-${number}` | `week-${number}`>;
const PER_DAY: Limit[] = ["day-1", "day-2", "day-3", "day-5"];
const PER_WEEK: Limit[] = ["week-5", "week-10", "week-20"];

/** How much may come at most, with a check beside what holds; any other number is chosen on the web. */
export async function showLimits({ caller }: Linked, words: Words): Promise<Reply> {
  const { caps } = (await caller.proactive.settings()).settings;
  const says = words.proactive;
  const day = (act: Limit) => panelButton(markIf(countOf(act) === caps.perDay, says.aDay(countOf(act))), act);
  const week = (act: Limit) => panelButton(markIf(countOf(act) === caps.perWeek, says.aWeek(countOf(act))), act);
  return say(says.limitsAre(caps), [PER_DAY.map(day), PER_WEEK.map(week), [panelButton(says.back, "show")]]);
}

export async function changeLimit(linked: Linked, words: Words, act: Limit): Promise<Reply> {
  const { proactive } = linked.caller;
  const { caps } = (await proactive.settings()).settings;
  await proactive.update({ caps: { ...caps, [act.startsWith("day") ? "perDay" : "perWeek"]: countOf(act) } });
  return showLimits(linked, words);
}

const countOf = (act: Limit) => Number(act.slice(act.indexOf("-") + 1));
