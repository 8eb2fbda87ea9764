import type { Door, LoadPlan } from "../load/load-plan.ts";
import { cpuMs, rssMb } from "../servers/read-process.ts";
import type { World } from "../servers/open-world.ts";
import { type Pace, messageAt } from "./message-at.ts";
import { percentile } from "./percentile.ts";

export type DoorName = "upstream" | "route" | "procode";
export const DOORS: readonly DoorName[] = ["upstream", "route", "procode"];

export type Load = Pick<LoadPlan, "streams" | "chatsPerStream" | "rampMs"> & { pace: Pace };

/** One load on one door. Times are milliseconds, CPU is that of the whole load. */
export type LoadSample = {
  chats: number;
  errors: string[];
  chatsPerSecond: number;
  serverCpuMs: number;
  databaseCpuMs: number;
  firstTextMs: { p50: number; p99: number };
  gapMs: { p50: number; p99: number };
  peakServerMb: number;
  /** The share of one core that the load generator used; near 1 it measures itself. */
  loaderShare: number;
};

const CHAT_TIMEOUT_MS = 60_000;
const MEMORY_EVERY_MS = 200;

/** The same load on each door in turn, again for each round: A B C A B C … */
export async function measureRounds(world: World, load: Load, rounds: number): Promise<Record<DoorName, LoadSample[]>> {
  const samples: Record<DoorName, LoadSample[]> = { upstream: [], route: [], procode: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const door of DOORS) samples[door].push(await measureLoad(world, door, load));
  }
  return samples;
}

export async function measureLoad(world: World, name: DoorName, { pace, ...load }: Load): Promise<LoadSample> {
  const text = messageAt(pace);
  const pid = serverPid(world, name);
  const readCpu = async () => ({
    server: await cpuMs(pid),
    database: name === "procode" ? await cpuMs(world.procode.postmasterPid) : 0,
  });
  let peakServerMb = 0;
  const watch = setInterval(
    () => void rssMb(pid).then((mb) => (peakServerMb = Math.max(peakServerMb, mb))),
    MEMORY_EVERY_MS,
  );
  try {
    const expected = await world.answerTo(text);
    const before = await readCpu();
    const result = await world.loader.run({
      ...load,
      door: doorOf(world, name),
      text,
      expected,
      chatTimeoutMs: CHAT_TIMEOUT_MS,
    });
    const after = await readCpu();
    const spread = (values: number[]) => ({ p50: percentile(values, 0.5), p99: percentile(values, 0.99) });
    return {
      chats: result.chats,
      errors: result.errors,
      chatsPerSecond: (result.chats - result.errors.length) / result.seconds,
      serverCpuMs: after.server - before.server,
      databaseCpuMs: after.database - before.database,
      firstTextMs: spread(result.firstTextMs),
      gapMs: spread(result.gapsMs),
      peakServerMb,
      loaderShare: result.ownCpuMs / 1_000 / result.seconds,
    };
  } finally {
    clearInterval(watch);
  }
}

function serverPid({ sandbox, route, procode }: World, name: DoorName): number {
  return { upstream: sandbox.pid, route: route.pid, procode: procode.webPid }[name];
}

function doorOf({ sandbox, route, procode, cookies }: World, name: DoorName): Door {
  if (name === "procode") return { protocol: "procode", url: procode.url, cookies };
  const url = name === "route" ? route.chatUrl : `${sandbox.url}/chat/completions`;
  return { protocol: "openrouter", url, model: sandbox.model };
}
