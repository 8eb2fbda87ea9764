import { setTimeout as sleep } from "node:timers/promises";
import { seededRandom } from "@procode/sandbox";
import { type Seen, followStream } from "./follow-stream.ts";
import type { JudgedAnswer } from "./judge-streams.ts";
import { type Asked, type Between, drawer, judgeable, type Stage } from "./stage.ts";

export type DeathsOutcome = {
  answers: JudgedAnswer[];
  deaths: number;
  /** Of each answer that lost its owner: how long until its follower saw it go on or end. */
  toldMs: number[];
  resumed: number;
  interrupted: number;
  resets: number;
};
type Death = { atMs: number; storedLength: number };

const ANSWERS_EACH = 5;
const WITHIN_MS = 60_000;

/** Kills a web process in the middle of its answers, again and again, and starts it anew at the same address. */
export async function runDeaths(
  stage: Stage,
  { seed, deaths }: { seed: number; deaths: number },
): Promise<DeathsOutcome> {
  const between = drawer(seededRandom(seed, "deaths"));
  const followed: { asked: Asked; seen: Seen; death: Death | null }[] = [];
  for (let round = 0; round < deaths; round++) followed.push(...(await dieOnce(stage, between, round)));
  const judged = followed.map(({ asked, seen, death }) => {
    return { asked, seen, death: death && { storedLength: death.storedLength, toldAfterMs: toldAfter(seen, death) } };
  });
  const orphans = judged.filter(({ death }) => death !== null);
  return {
    answers: await judgeable(stage, judged),
    deaths,
    toldMs: orphans.flatMap(({ death }) => death?.toldAfterMs ?? []),
    resumed: orphans.filter(({ seen }) => seen.message?.status === "complete").length,
    interrupted: orphans.filter(({ seen }) => seen.message?.status === "interrupted").length,
    resets: orphans.filter(({ seen }) => seen.resets > 0).length,
  };
}

async function dieOnce(stage: Stage, between: Between, round: number) {
  const { fleet, people } = stage;
  const victim = between(0, fleet.webs.length - 1);
  const asking = Array.from({ length: ANSWERS_EACH }, async (_, index) => {
    const person = people[index % people.length] ?? [];
    const alive = person.filter((_seat, at) => at !== victim);
    const owner = person[index < 4 ? victim : between(0, person.length - 1)];
    // Some have not said a word when their process dies, some have said much.
    const first = index === 0 ? "4000 times=1" : between(0, 300);
    const text = `death${round}.${index} [[sandbox first=${first} interval=${between(4, 20)} tokens=${between(300, 500)}]]`;
    if (!owner) throw new Error("nobody sits here");
    const asked: Asked = { name: `death${round}.${index}`, text, sent: await owner.send(text) };
    // Some follow in the very process that dies, and have to look for another one.
    let seat = index % 2 === 0 ? owner : alive[between(0, alive.length - 1)];
    const seen = followStream({
      generationId: asked.sent.generationId,
      seat: () => {
        const now = seat ?? owner;
        seat = alive[between(0, alive.length - 1)];
        return now;
      },
      cutAfter: () => null,
      withinMs: WITHIN_MS,
    });
    return { asked, seen };
  });
  const begun = await Promise.all(asking);
  await sleep(between(100, 1_200));
  const web = fleet.webs[victim];
  if (!web) throw new Error("nobody to kill");
  const atMs = performance.now();
  await web.kill();
  // The database still ends what the dead process had asked of it.
  await sleep(100);
  const stored = await readOrphans(stage, web.output());
  const restarting = restart(stage, victim);
  const ended = await Promise.all(
    begun.map(async ({ asked, seen }) => {
      const storedLength = stored.get(asked.sent.generationId);
      return { asked, seen: await seen, death: storedLength === undefined ? null : { atMs, storedLength } };
    }),
  );
  await restarting;
  return ended;
}

/** What the dead process was writing, and how much of it stands. */
async function readOrphans({ fleet }: Stage, output: string): Promise<Map<string, number>> {
  const workerId = /"workerId":"([0-9a-f-]{36})"/.exec(output)?.[1];
  if (!workerId) throw new Error("the dead process never said which worker it was");
  const rows = await fleet.database.query<{ id: string; text: string }>(
    `SELECT g.id, coalesce((SELECT string_agg(p.text, '' ORDER BY p."offset") FROM generation_parts p
       WHERE p.user_id = g.user_id AND p.generation_id = g.id), '') AS text
     FROM generations g WHERE g.worker_id = $1 AND g.state IN ('queued', 'running')`,
    [workerId],
  );
  return new Map(rows.map(({ id, text }) => [id, text.length]));
}

async function restart({ fleet }: Stage, victim: number): Promise<void> {
  const old = fleet.webs[victim];
  if (!old) return;
  const next = await fleet.startWeb({ PORT: new URL(old.url).port });
  fleet.webs.splice(fleet.webs.indexOf(next), 1);
  fleet.webs[victim] = next;
}

/** Until its end was told, or the first word of one that had none. */
function toldAfter({ parts }: Seen, { atMs, storedLength }: Death): number | null {
  const told = parts.find((part) => part.atMs > atMs && (storedLength === 0 || part.type === "done"));
  return told ? Math.round(told.atMs - atMs) : null;
}
