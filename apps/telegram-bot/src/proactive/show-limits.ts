import { markIf } from "../command/conversations.ts";
import type { PanelAct } from "../reply/choice.ts";
import { type Reply, say } from "../reply/reply.ts";
import type { Linked } from "../update/turn.ts";
import type { Words } from "../words/words.ts";
import { panelButton } from "./panel-button.ts";
import { inRows } from "./settings/setting-button.ts";

type Limit = Extract<PanelAct, `${"day" | "week" | "usd"}-${number}`>;
const PER_DAY: Limit[] = ["day-1", "day-2", "day-3", "day-5", "day-10"];
const PER_WEEK: Limit[] = ["week-1", "week-3", "week-5", "week-10", "week-20", "week-50"];
const BUDGETS: Limit[] = ["usd-0.25", "usd-0.5", "usd-1", "usd-2", "usd-5", "usd-10"];

/** How much may come and cost at most, with a check beside what holds; what code set with a key may be none of these. */
export async function showLimits({ caller }: Linked, words: Words): Promise<Reply> {
  const { caps, budgetUsd } = (await caller.proactive.settings()).settings;
  const says = words.proactive;
  const choice = (holds: number, label: (count: number) => string) => (act: Limit) =>
    panelButton(markIf(numberOf(act) === holds, label(numberOf(act))), act);
  const budget = Number(budgetUsd);
  return say(says.limitsAre({ ...caps, budget: dollars(budget) }), [
    ...inRows(PER_DAY.map(choice(caps.perDay, says.aDay)), 3),
    ...inRows(PER_WEEK.map(choice(caps.perWeek, says.aWeek)), 3),
    ...inRows(BUDGETS.map(choice(budget, (usd) => says.aMonth(dollars(usd)))), 3),
    [panelButton(says.back, "show")],
  ]);
}

export async function changeLimit(linked: Linked, words: Words, act: Limit): Promise<Reply> {
  const { proactive } = linked.caller;
  const { caps } = (await proactive.settings()).settings;
  const name = act.startsWith("day") ? "perDay" : "perWeek";
  await proactive.update(
    act.startsWith("usd") ? { budgetUsd: String(numberOf(act)) } : { caps: { ...caps, [name]: numberOf(act) } },
  );
  return showLimits(linked, words);
}

const numberOf = (act: Limit) => Number(act.slice(act.indexOf("-") + 1));
const dollars = (usd: number) => `$${usd.toFixed(2)}`;
