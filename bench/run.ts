import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { measureCommitToPaint } from "./measure/commit-to-paint.ts";
import { measureDeliveryClaims } from "./measure/delivery-claims.ts";
import { measureFirstLoad } from "./measure/first-load.ts";
import { measureHourlyPlanning } from "./measure/hourly-planning.ts";
import { measureLongConversation } from "./measure/long-conversation.ts";
import { measureManyStreams } from "./measure/many-streams.ts";
import { DOORS, measureLoad } from "./measure/measure-load.ts";
import type { Row } from "./measure/row.ts";
import { measureStartAndIdle } from "./measure/start-and-idle.ts";
import { measureSteadyStreams } from "./measure/steady-streams.ts";
import { measureTelegramDelivery } from "./measure/telegram-delivery.ts";
import { measureTinyChats } from "./measure/tiny-chats.ts";
import { printProfiles } from "./profile/print-profile.ts";
import { profileProduct } from "./profile/profile-product.ts";
import { printTable } from "./report/print-table.ts";
import { loadBefore, writeProfiles, writeResults } from "./report/write-results.ts";
import { createEndStack, type EndStack } from "./servers/create-end-stack.ts";
import { endDescendants } from "./servers/end-descendants.ts";
import { openWorld, type World } from "./servers/open-world.ts";

const ROUNDS = 5;
const QUICK_ROUNDS = 1;
const BESIDE: { ids: string[]; measure: (world: World, rounds: number) => Promise<Row[]> }[] = [
  { ids: ["P1", "P2"], measure: measureTinyChats },
  { ids: ["P3", "P4"], measure: measureSteadyStreams },
  { ids: ["P5"], measure: measureManyStreams },
  { ids: ["P6"], measure: measureFirstLoad },
  { ids: ["P7"], measure: measureLongConversation },
];

/** `npm run bench [-- p1 p4 | profile] [--quick]`: measures, prints one table, keeps it. A missed goal is told and fails nothing. */
async function main(): Promise<void> {
  if (!existsSync("/proc/self/smaps_rollup"))
    throw new Error("npm run bench reads CPU and memory from Linux's /proc, which this machine does not have.");
  const { values, positionals } = parseArgs({
    options: {
      quick: { type: "boolean", default: false },
      beside: { type: "string" },
      raw: { type: "string" },
    },
    allowPositionals: true,
  });
  const asked = new Set(positionals.map((id) => id.toUpperCase()));
  const isAsked = (ids: string[]) => asked.size === 0 || ids.some((id) => asked.has(id));
  const rounds = values.quick ? QUICK_ROUNDS : ROUNDS;
  const startedAt = new Date();
  const load = loadBefore();
  if (load > 0.5) say(`this machine is busy (load ${load.toFixed(1)}), so the figures will be worse than they are`);
  if (asked.has("PROFILE")) {
    return withEnds(async (ends) => {
      const { beside, raw } = values;
      const profiles = await profileProduct(ends, { rounds, say, beside, raw });
      printProfiles(profiles);
      await writeProfiles({ startedAt, loadBefore: load, rounds, profiles });
    });
  }

  const rows: Row[] = [];
  const failures: string[] = [];
  const collect = async (ids: string[], measure: () => Promise<Row[]>) => {
    say(`measuring ${ids.join(" and ")}, ${rounds} rounds`);
    try {
      rows.push(...(await measure()).filter(({ id }) => isAsked([id])));
    } catch (error) {
      failures.push(
        `${ids.join(" and ")} could not be measured: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  };
  const beside = BESIDE.filter(({ ids }) => isAsked(ids));
  if (beside.length > 0) {
    await withEnds(async (ends) => {
      const world = await openWorld(ends, say);
      await warmUp(world);
      for (const { ids, measure } of beside) await collect(ids, () => measure(world, rounds));
    });
  }
  if (isAsked(["P11"])) await withEnds((ends) => collect(["P11"], () => measureDeliveryClaims(ends, rounds)));
  if (isAsked(["P12"])) await withEnds((ends) => collect(["P12"], () => measureTelegramDelivery(ends)));
  if (isAsked(["P13"])) await withEnds((ends) => collect(["P13"], () => measureHourlyPlanning(ends, rounds)));
  if (isAsked(["P14"])) await withEnds((ends) => collect(["P14"], () => measureCommitToPaint(ends, rounds)));
  if (isAsked(["P15"])) await withEnds((ends) => collect(["P15"], () => measureStartAndIdle(ends, rounds)));

  const seconds = Math.round((Date.now() - startedAt.getTime()) / 1_000);
  console.log("");
  printTable(rows);
  for (const failure of failures) console.log(failure);
  const name = await writeResults({ startedAt, loadBefore: load, rounds, seconds, rows, failures });
  console.log(`\n${rounds} rounds, ${seconds} s; kept as bench/results/latest.json and ${name}`);
  if (failures.length > 0) process.exitCode = 1;
}

const say = (text: string) => console.log(`  … ${text}`);

// Compilers and caches settle before anything counts.
async function warmUp(world: World): Promise<void> {
  say("warming up");
  const tiny = { firstMs: 0, intervalMs: 0, tokens: 3 };
  const streamed = { firstMs: 0, intervalMs: 5, tokens: 100 };
  for (const door of DOORS) {
    await measureLoad(world, door, { streams: 20, chatsPerStream: 20, rampMs: 0, pace: tiny });
    await measureLoad(world, door, { streams: 30, chatsPerStream: 2, rampMs: 0, pace: streamed });
  }
}

/** Whatever the work starts is ended with it, also when it fails or somebody presses Ctrl-C, which ends the bench. */
async function withEnds(work: (ends: EndStack) => Promise<void>): Promise<void> {
  const ends = createEndStack();
  let isInterrupted = false;
  const interrupt = (signal: NodeJS.Signals) => {
    if (isInterrupted) return;
    isInterrupted = true;
    say(`${signal}: ending what runs`);
    void ends
      .endAll()
      .then(endDescendants)
      .then(() => process.exit(130));
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  try {
    await work(ends);
  } finally {
    await ends.endAll();
    // Nothing is measured or written after an interrupt, which ends the process itself.
    if (isInterrupted) await new Promise(() => undefined);
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
  }
}

await main();
