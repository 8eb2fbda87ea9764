import { seededRandom } from "@procode/sandbox";
import pLimit from "p-limit";
import { followStream } from "./follow-stream.ts";
import type { JudgedAnswer } from "./judge-streams.ts";
import { type Asked, drawer, judgeable, type Stage } from "./stage.ts";

export type CutsOutcome = { answers: JudgedAnswer[]; cuts: number; resumesMs: number[] };

const CUTS_EACH = 12;
/** Where an answer ended before all of its cuts, another one takes the rest. */
const MOST_ROUNDS = 6;
const AT_ONCE = 10;
const MOST_BYTES = 1_400;
const WITHIN_MS = 120_000;
const WORDS = "żółw 🐢 👩‍👩‍👧 and plain words, ";

/** Cuts the lines of many answers at random bytes; each goes on in a process drawn anew. */
export async function runCuts(stage: Stage, { seed, cuts }: { seed: number; cuts: number }): Promise<CutsOutcome> {
  const limit = pLimit(AT_ONCE);
  const followed: Awaited<ReturnType<typeof cutOne>>[] = [];
  const made = () => followed.reduce((sum, { seen }) => sum + seen.cuts, 0);
  for (let round = 0; round < MOST_ROUNDS && made() < cuts; round++) {
    const left = cuts - made();
    const begun = followed.length;
    const counts = Array.from({ length: Math.ceil(left / CUTS_EACH) }, (_, index) =>
      Math.min(CUTS_EACH, left - index * CUTS_EACH),
    );
    const drawn = counts.map((count, at) => limit(() => cutOne(stage, { seed, index: begun + at, count })));
    followed.push(...(await Promise.all(drawn)));
  }
  return {
    answers: await judgeable(stage, followed),
    cuts: made(),
    resumesMs: followed.flatMap(({ seen }) => seen.resumesMs),
  };
}

async function cutOne({ people }: Stage, { seed, index, count }: { seed: number; index: number; count: number }) {
  const between = drawer(seededRandom(seed, `cuts ${index}`));
  const person = people[index % people.length] ?? [];
  const seat = () => {
    const drawn = person[between(0, person.length - 1)];
    if (!drawn) throw new Error("nobody sits here");
    return drawn;
  };
  const pace = `first=${between(0, 60)} interval=${between(5, 9)}`;
  // Half of them in characters of many bytes, whose bytes come apart.
  const text =
    index % 2 === 0
      ? `cut${index}. [[sandbox ${pace} tokens=1000]]`
      : `cut${index}. [[sandbox ${pace} echo split-utf8]] ${WORDS.repeat(between(90, 120)).trimEnd()}`;
  const asked: Asked = { name: `cut${index}`, text, sent: await seat().send(text) };
  let left = count;
  const seen = await followStream({
    generationId: asked.sent.generationId,
    seat,
    cutAfter: () => (left-- > 0 ? between(0, MOST_BYTES) : null),
    withinMs: WITHIN_MS,
  });
  return { asked, seen };
}
