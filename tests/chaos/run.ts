import { parseArgs } from "node:util";
import { shareClusters } from "@procode/db/testing";
import { SCENARIOS } from "./scenarios.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: "string" },
    seeds: { type: "string", default: "1" },
    messages: { type: "string", default: "10000" },
    updates: { type: "string", default: "300" },
    chats: { type: "string", default: "20" },
    kills: { type: "string", default: "8" },
    cuts: { type: "string", default: "1000" },
    deaths: { type: "string", default: "50" },
    rounds: { type: "string", default: "1000" },
  },
});

/**
 * The long fault runs: `npm run chaos -- --seed 7` runs the bot's, `npm run chaos -- pollers --seed 1 --seeds 10` ten
 * seeds in a row of another one.
 */
async function main(): Promise<void> {
  const names = positionals.length > 0 ? positionals : ["telegram"];
  const unknown = names.filter((name) => !Object.hasOwn(SCENARIOS, name));
  if (unknown.length > 0) {
    console.error(`There is no run ${unknown.join(", ")}. Runs: ${Object.keys(SCENARIOS).join(", ")}.`);
    process.exitCode = 2;
    return;
  }
  const first = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
  const leave = await shareClusters();
  let broken = 0;
  try {
    for (const name of names) {
      for (let seed = first; seed < first + Number(values.seeds); seed++) {
        if (!(await runSeed(name, seed))) broken++;
      }
    }
  } finally {
    await leave();
  }
  if (broken > 0) console.error(`${broken} runs broke a promise; each is replayed with its name and --seed N.`);
  process.exitCode = broken > 0 ? 1 : 0;
}

async function runSeed(name: string, seed: number): Promise<boolean> {
  const startedMs = performance.now();
  const { messages, updates, chats, kills, cuts, deaths, rounds } = values;
  const result = await SCENARIOS[name]?.({
    seed,
    messages: Number(messages),
    updates: Number(updates),
    chats: Number(chats),
    kills: Number(kills),
    cuts: Number(cuts),
    deaths: Number(deaths),
    rounds: Number(rounds),
  });
  const seconds = Math.round((performance.now() - startedMs) / 1_000);
  console.log(`${name} seed ${seed}: ${result?.summary} (${seconds} s)`);
  for (const problem of result?.problems ?? []) console.error(`  ${problem}`);
  return result?.problems.length === 0;
}

await main();
