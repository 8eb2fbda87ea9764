import { say } from "../reply/reply.ts";
import type { LinkedContext } from "../update/turn.ts";

/** /usage: what answers cost today, this month, and how many there were. */
export async function usage({ turn }: LinkedContext): Promise<void> {
  const { todayUsd, monthUsd, answers, costUnknown } = await turn.linked.caller.analytics.usage({});
  turn.say(
    say(turn.words.usage({ today: dollars(todayUsd), month: dollars(monthUsd), answers, unknown: costUnknown })),
  );
}

/** Two decimals for a day or a month; something that costs is never shown as nothing. */
function dollars(usd: string): string {
  const value = Number(usd);
  return value > 0 && value < 0.005 ? "< $0.01" : `$${value.toFixed(2)}`;
}
