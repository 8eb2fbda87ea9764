import type { ProactiveCounts } from "./run-proactive.ts";

/** Which promises of a run do not hold, in words; [] when all do. */
export function problemsOfProactive(counts: ProactiveCounts): string[] {
  const { uncertain, inFlight, leftByStops, heldByStops } = counts;
  const lists: [string, readonly string[]][] = [
    ["messages taken twice", counts.doubled],
    ["messages lost in silence", counts.lost],
    ["messages that nobody explains", counts.unexplained],
    ["still open", counts.open],
    ["out of order", counts.disordered],
    ["crash points that nobody came to", counts.missed],
  ];
  const problems = lists.flatMap(([what, found]) =>
    found.length > 0 ? [`${found.length} ${what}: ${found.slice(0, 20).join("; ")}`] : [],
  );
  if (uncertain > inFlight)
    problems.push(`${uncertain} uncertain, though only ${inFlight} were on their way at a death`);
  if (leftByStops > 0) problems.push(`${leftByStops} left on their way by processes that were asked to end`);
  if (heldByStops > 0) problems.push(`${heldByStops} still held by processes that were asked to end`);
  return problems;
}

/** The counts of a run in one line. */
export function summaryOf(counts: ProactiveCounts): string {
  const { messages, killed, stopped, points, inFlight, uncertain, doubled, lost, ends, reasons, seconds } = counts;
  const of = (roles: Record<string, number>) =>
    Object.entries(roles)
      .map(([role, times]) => `${times} ${role}`)
      .join(", ");
  const told = Object.entries(reasons).map(([reason, times]) => `\n  ${times} ${reason}`);
  return `${messages} messages in ${seconds} s, ${of(killed)} killed at random, ${points} at crash points, ${of(stopped)} asked to end, ${inFlight} on their way at a death, ${uncertain} uncertain, ${doubled.length} doubled, ${lost.length} lost; ${of(ends)}${told.join("")}`;
}
