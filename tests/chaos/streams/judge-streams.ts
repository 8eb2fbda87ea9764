import type { Message } from "@procode/contracts";

/** Everything that is known of one answer of a run. */
export type JudgedAnswer = {
  name: string;
  /** What its follower had at the end, and how it came. */
  seen: { text: string; status: Message["status"] | null; misplaced: string[]; resets: number };
  stored: { text: string; status: Message["status"] };
  /** What the provider says it sent in each call, and what that cost. */
  calls: { id: string; text: string; costUsd: string }[];
  /** What PROCODE counted for it: one row per attempt. */
  costs: { providerId: string | null; costUsd: string | null; state: string }[];
  /** Set when the process died that wrote it. */
  death: { storedLength: number; toldAfterMs: number | null } | null;
};

export const TOLD_WITHIN_MS = 5_000;
const MOST_CALLS = 2;

/** Which promises an answer breaks, in words; [] when it breaks none. */
export function problemsOfAnswer(answer: JudgedAnswer): string[] {
  const { seen, stored, calls, death } = answer;
  const problems = [
    ...seen.misplaced.map((part) => `a part at the wrong place: ${part}`),
    ...(seen.status === null ? ["its follower never learned the end"] : []),
    ...(seen.text === stored.text
      ? []
      : [`seen ${seen.text.length} units and stored ${stored.text.length}, or others`]),
    ...(seen.status === null || seen.status === stored.status ? [] : [`seen ${seen.status}, stored ${stored.status}`]),
    ...(stored.text.includes("\uFFFD") ? ["a character was broken"] : []),
    ...(death ? problemsOfDeath(answer, death) : problemsOfCuts(answer)),
    ...problemsOfCosts(answer),
  ];
  if (stored.status === "complete" && calls.at(-1)?.text !== stored.text)
    problems.push("complete, and not what was sent");
  if (!calls.some(({ text }) => text.startsWith(stored.text))) problems.push("stored what no call sent");
  return problems.map((problem) => `${answer.name}: ${problem}`);
}

function problemsOfCuts({ seen, stored, calls }: JudgedAnswer): string[] {
  return [
    ...(stored.status === "complete" ? [] : [`a cut of its line left it ${stored.status}`]),
    ...(seen.resets === 0 ? [] : ["it began anew, though nobody died"]),
    ...(calls.length === 1 ? [] : [`${calls.length} calls instead of one`]),
  ];
}

function problemsOfDeath({ stored, calls }: JudgedAnswer, death: NonNullable<JudgedAnswer["death"]>): string[] {
  const { storedLength, toldAfterMs } = death;
  const most = storedLength > 0 ? 1 : MOST_CALLS;
  return [
    ...(["complete", "interrupted"].includes(stored.status) ? [] : [`its owner's death left it ${stored.status}`]),
    ...(calls.length <= most ? [] : [`${calls.length} calls, though ${storedLength} units were stored at the death`]),
    ...(stored.text.length >= storedLength
      ? []
      : [`${storedLength} units were stored, ${stored.text.length} are left`]),
    ...(toldAfterMs !== null && toldAfterMs <= TOLD_WITHIN_MS
      ? []
      : [`told ${toldAfterMs ?? "never"} ms after the death`]),
  ];
}

/** Each call is counted once, at what it cost; one whose id was never stored is listed as unknown. */
function problemsOfCosts({ calls, costs }: JudgedAnswer): string[] {
  const known = costs.filter(({ providerId }) => providerId !== null);
  const unnamed = calls.filter(({ id }) => !known.some(({ providerId }) => providerId === id));
  return [
    ...calls.flatMap(({ id, costUsd }) => {
      const rows = known.filter(({ providerId }) => providerId === id);
      if (rows.length > 1) return [`the call ${id} is counted ${rows.length} times`];
      return rows.every((row) => row.state === "reported" && Number(row.costUsd) === Number(costUsd))
        ? []
        : [`the call ${id} cost ${costUsd} and is counted as ${rows[0]?.costUsd} (${rows[0]?.state})`];
    }),
    ...known.flatMap(({ providerId }) =>
      calls.some(({ id }) => id === providerId) ? [] : [`a call is counted that nobody took: ${providerId}`],
    ),
    ...(unnamed.length <= costs.length - known.length ? [] : [`${unnamed.length} calls are not counted at all`]),
  ];
}

/** The value below which `share` of the numbers lie; 0 for none. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
