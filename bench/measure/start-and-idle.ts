import { basename } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { EndStack } from "../servers/create-end-stack.ts";
import { makeHome } from "../servers/open-world.ts";
import { treeMemoryMb } from "../servers/read-process.ts";
import { startByNpm } from "../servers/start-by-npm.ts";
import { type Row, rowOf } from "./row.ts";

const IDLE_AFTER_MS = 5_000;

/** P15: `npm start` when it was started before, and what it holds in memory while nobody asks anything. */
export async function measureStartAndIdle(ends: EndStack, rounds: number): Promise<Row[]> {
  const home = await makeHome(ends);
  const first = await ends.add(await startByNpm(home));
  await first.stop();
  const seconds: number[] = [];
  const megabytes: number[] = [];
  let parts = "";
  for (let round = 0; round < rounds; round += 1) {
    const product = await ends.add(await startByNpm(home));
    seconds.push(product.readySeconds);
    await sleep(IDLE_AFTER_MS);
    const memory = await treeMemoryMb(product.pid);
    megabytes.push(memory.mb);
    parts = partsInWords(memory.parts);
    await product.stop();
  }
  return [
    rowOf({ id: "P15", what: "second npm start to ready", unit: "s" }, procodeOnly(seconds), ({ procode }) => ({
      compared: `${procode.toFixed(1)} s`,
      goal: "≤ 10 s",
      met: procode <= 10,
    })),
    rowOf(
      { id: "P15", what: "everything idle, memory of all processes", unit: "MB", note: parts },
      procodeOnly(megabytes),
      ({ procode }) => ({
        compared: `${procode.toFixed(0)} MB`,
        goal: "≤ 700 MB",
        met: procode <= 700,
      }),
    ),
  ];
}

const procodeOnly = (procode: number[]) => ({ upstream: [], route: [], procode });

function partsInWords(parts: { command: string; mb: number }[]): string {
  const sums = new Map<string, number>();
  for (const { command, mb } of parts) sums.set(nameOf(command), (sums.get(nameOf(command)) ?? 0) + mb);
  return [...sums].map(([name, mb]) => `${name} ${mb.toFixed(0)}`).join(", ");
}

function nameOf(command: string): string {
  if (command.includes("apps/web/server")) return "web";
  if (command.includes("packages/sandbox")) return "sandbox";
  if (command.includes("apps/telegram-bot")) return "bot";
  if (command.includes("apps/cli")) return "procode up";
  if (command.startsWith("npm")) return "npm";
  return /postgres/.test(command) ? "PostgreSQL" : basename(command.split(" ", 1)[0] ?? "");
}
