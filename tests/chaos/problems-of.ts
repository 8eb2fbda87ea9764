import type { JudgedUpdates } from "./judge-updates.ts";

/** Which promises of a run do not hold, in words; [] when all do. */
export function problemsOf(counts: JudgedUpdates & { inFlight: number }): string[] {
  const lists: [string, string[]][] = [
    ["updates not done", counts.unfinished],
    ["updates lost in silence", counts.lost],
    ["updates answered twice", counts.doubled],
    ["sends that Telegram's log does not explain", counts.unexplained],
    ["answers with other than one generation, or with too many calls", counts.generations],
    ["chats out of order", counts.disordered],
  ];
  const problems = lists.flatMap(([what, found]) => (found.length > 0 ? [`${found.length} ${what}: ${found}`] : []));
  if (counts.uncertain > counts.inFlight)
    problems.push(`${counts.uncertain} uncertain, though only ${counts.inFlight} were on their way at a kill`);
  return problems;
}
