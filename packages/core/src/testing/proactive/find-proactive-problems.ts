import type { ProactiveState } from "@procode/contracts";
import type { ProactiveFaultRun } from "./run-proactive-faults.ts";

export type ProactiveFaultRow = { text: string; state: ProactiveState; channel: string | null; reason: string };

const ENDS = new Set<ProactiveState>(["sent", "uncertain", "dead", "cancelled", "expired"]);

/** What a run of faults must never leave behind, one sentence each; none when every promise was kept. */
export function findProactiveProblems(run: ProactiveFaultRun, rows: readonly ProactiveFaultRow[]): string[] {
  const problems: string[] = [];
  for (const [text, times] of run.accepted) {
    if (times > 1) problems.push(`"${text}" was taken ${times} times`);
    const row = rows.find((one) => one.text === text);
    if (!row) problems.push(`"${text}" was taken and stands in no row`);
    // Whoever hears it on Telegram must not find it called lost.
    else if (row.state !== "sent" && row.state !== "uncertain")
      problems.push(`"${text}" was taken and is ${row.state}`);
    else if (row.channel !== "telegram") problems.push(`"${text}" went to Telegram and to ${row.channel}`);
  }
  for (const { text, state, channel, reason } of rows) {
    if (!ENDS.has(state)) problems.push(`"${text}" is ${state} at the end`);
    if (state === "sent" && channel === "telegram" && !run.accepted.has(text))
      problems.push(`"${text}" is sent and was never taken`);
    if (reason.trim() === "") problems.push(`"${text}" is ${state} without a reason`);
  }
  const uncertain = rows.filter(({ state }) => state === "uncertain").length;
  if (uncertain > run.kills + run.cuts)
    problems.push(`${uncertain} are uncertain after ${run.kills} deaths and ${run.cuts} cuts`);
  return problems;
}
