import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Load, measureLoad } from "../measure/measure-load.ts";
import { median } from "../measure/percentile.ts";
import type { EndStack } from "../servers/create-end-stack.ts";
import { openAccounts } from "../servers/open-accounts.ts";
import { makeHome, openWorld, type World } from "../servers/open-world.ts";
import { mainThreadCpuMs } from "../servers/read-process.ts";
import { openProfiler, type Profiler } from "./open-profiler.ts";
import { type ProfileSum, type Share, sumProfile } from "./sum-profile.ts";

/** What one chat, or one token, costs the web process, and where. Microseconds of CPU. */
export type Profile = {
  tree: "here" | "beside";
  what: "chat" | "token";
  micros: number;
  /** One figure for each round, without the profiler. */
  rounds: number[];
  /** The bare route's, in the same rounds. */
  routeMicros: number;
  areas: Share[];
  functions: Share[];
};

const STREAMS = 50;
const ACCOUNTS = 50;
const TINY: Load = {
  streams: STREAMS,
  chatsPerStream: 8,
  rampMs: 0,
  pace: { firstMs: 0, intervalMs: 0, tokens: 3 },
};
const STEADY: Load = {
  streams: STREAMS,
  chatsPerStream: 1,
  rampMs: 2_100,
  pace: { firstMs: 100, intervalMs: 10, tokens: 200 },
};
const SUBJECTS = [
  { what: "chat", load: TINY, units: 1 },
  { what: "token", load: STEADY, units: STEADY.pace.tokens },
] as const;

type Options = {
  rounds: number;
  say: (text: string) => void;
  /** Another tree of PROCODE, measured in turn with this one. */
  beside?: string | undefined;
  /** Where the whole profiles are kept, for a browser's developer tools. */
  raw?: string | undefined;
};

/**
 * Loads the product as P1 and P4 do: each round without a profiler, for what it costs, and then once with it, for where.
 * With `beside` a round is A B A B, and each tree gets its own figures.
 */
export async function profileProduct(ends: EndStack, { rounds, say, beside, raw }: Options): Promise<Profile[]> {
  const here = await openWorld(ends, say);
  const trees: Tree[] = [{ tree: "here", world: here }];
  if (beside !== undefined) trees.unshift({ tree: "beside", world: await openBeside(ends, here, beside) });
  say("warming up");
  for (const { world } of trees) {
    await measureLoad(world, "procode", { ...TINY, chatsPerStream: 20 });
    await measureLoad(world, "procode", { ...STEADY, pace: { firstMs: 0, intervalMs: 5, tokens: 100 } });
  }
  await measureLoad(here, "route", TINY);

  const costs = [];
  for (const subject of SUBJECTS) {
    say(`measuring one ${subject.what}, ${rounds} rounds`);
    costs.push(await costOf(subject, trees, here, rounds));
  }
  // Only now: an inspector that was opened stays open.
  const profiles: Profile[] = [];
  for (const { tree, world } of trees) {
    const profiler = await openProfiler(world.procode.webPid, world.procode.output);
    for (const [index, { what, load }] of SUBJECTS.entries()) {
      say(`profiling one ${what}`);
      const sum = await profileLoad(world, profiler, load, raw && join(raw, `${what}-${tree}.cpuprofile`));
      const figures = costs[index]?.[tree] ?? [];
      const routeMicros = median(costs[index]?.route ?? []);
      profiles.push({ tree, what, micros: median(figures), rounds: figures, routeMicros, ...sum });
    }
    await profiler.stop();
  }
  return profiles;
}

type Tree = { tree: Profile["tree"]; world: World };

async function costOf({ load, units }: (typeof SUBJECTS)[number], trees: Tree[], here: World, rounds: number) {
  const figures = { here: [] as number[], beside: [] as number[], route: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    for (const { tree, world } of trees) figures[tree].push(await microsOf(world, "procode", load, units));
    figures.route.push(await microsOf(here, "route", load, units));
  }
  return figures;
}

async function openBeside(ends: EndStack, here: World, folder: string): Promise<World> {
  const place = pathToFileURL(join(resolve(folder), "bench/servers/start-procode.ts")).href;
  const { startProcode } = (await import(place)) as typeof import("../servers/start-procode.ts");
  const procode = await ends.add(await startProcode(await makeHome(ends), here.sandbox.url));
  return { ...here, procode, cookies: await openAccounts(procode.url, ACCOUNTS) };
}

async function microsOf(world: World, door: "procode" | "route", load: Load, units: number): Promise<number> {
  const { serverCpuMs, chats, errors } = await measureLoad(world, door, load);
  if (errors[0] !== undefined) throw new Error(`${errors.length} of ${chats} chats failed, the first: ${errors[0]}`);
  return (serverCpuMs * 1_000) / (chats * units);
}

async function profileLoad(
  world: World,
  profiler: Profiler,
  load: Load,
  file: string | undefined,
): Promise<ProfileSum> {
  const { webPid } = world.procode;
  let serverCpuMs = 0;
  const before = await mainThreadCpuMs(webPid);
  const profile = await profiler.during(async () => {
    ({ serverCpuMs } = await measureLoad(world, "procode", { ...load, chatsPerStream: load.chatsPerStream * 2 }));
  });
  const mainCpuMs = (await mainThreadCpuMs(webPid)) - before;
  if (file !== undefined) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify(profile));
  }
  return withOtherThreads(sumProfile(profile), Math.max(0, 1 - mainCpuMs / serverCpuMs));
}

/** The profile knows the main thread; what the others use, V8's helpers above all, is known from the process. */
function withOtherThreads({ areas, functions, ...rest }: ProfileSum, share: number): ProfileSum {
  const main = (shares: Share[]) => shares.map(({ name, share: own }) => ({ name, share: own * (1 - share) }));
  const all = [...main(areas), { name: "other threads (V8's collector and compiler, the pool)", share }];
  return { ...rest, areas: all.toSorted((a, b) => b.share - a.share), functions: main(functions) };
}
