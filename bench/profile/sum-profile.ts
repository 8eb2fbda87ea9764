import { areaOf, IDLE } from "./area-of.ts";
import type { CallFrame, CpuProfile } from "./cpu-profile.ts";

/** Shares of the time in which the thread was not idle; together 1. */
export type Share = { name: string; share: number };
export type ProfileSum = { areas: Share[]; functions: Share[]; busyMs: number };

const MOST_FUNCTIONS = 25;

/** Where a thread spent its own time, by area and by function, most first. What it waited is left out. */
export function sumProfile({ nodes, samples, timeDeltas }: CpuProfile): ProfileSum {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const areas = new Map<string, number>();
  const functions = new Map<string, number>();
  let busy = 0;
  for (const [index, id] of samples.entries()) {
    const frame = frames.get(id);
    const micros = timeDeltas[index] ?? 0;
    // The clock of the samples may step back; such a sample tells nothing.
    if (frame === undefined || micros <= 0 || frame.functionName === "(root)") continue;
    const area = areaOf(frame);
    if (area === IDLE) continue;
    busy += micros;
    add(areas, area, micros);
    add(functions, nameOf(frame), micros);
  }
  const shares = (sums: Map<string, number>): Share[] =>
    [...sums].map(([name, micros]) => ({ name, share: micros / busy })).toSorted((a, b) => b.share - a.share);
  return { areas: shares(areas), functions: shares(functions).slice(0, MOST_FUNCTIONS), busyMs: busy / 1_000 };
}

function add(sums: Map<string, number>, name: string, micros: number): void {
  sums.set(name, (sums.get(name) ?? 0) + micros);
}

/** A function with its place from the project's root or from the package that it belongs to. */
function nameOf({ functionName, url, lineNumber }: CallFrame): string {
  const name = functionName || "(anonymous)";
  if (url === "") return name;
  const place = url.replace(/^.*\/node_modules\//, "").replace(/^.*\/(?=(packages|apps|bench)\/)/, "");
  return `${name} ${place}:${lineNumber + 1}`;
}
