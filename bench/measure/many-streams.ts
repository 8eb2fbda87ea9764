import type { World } from "../servers/open-world.ts";
import { figuresOf, figuresOfProcode } from "./figures-of.ts";
import { type Load, measureRounds } from "./measure-load.ts";
import { type Row, rowOf } from "./row.ts";
import { withoutErrors } from "./without-errors.ts";

// Ten seconds of which all 200 streams run together for six.
const LOAD: Load = {
  streams: 200,
  chatsPerStream: 1,
  rampMs: 2_000,
  pace: { firstMs: 100, intervalMs: 50, tokens: 160 },
};

/** P5: two hundred answers at once. */
export async function measureManyStreams(world: World, rounds: number): Promise<Row[]> {
  const samples = await measureRounds(world, LOAD, rounds);
  const memory = figuresOfProcode(samples, (sample) => sample.peakServerMb);
  const over = memory.procode.map((mb) => mb - world.idleWebMb);
  return [
    withoutErrors(
      rowOf(
        { id: "P5", what: "200 streams at 50 ms: failed streams", unit: "" },
        figuresOf(samples, (sample) => sample.errors.length),
        () => {
          const failed = samples.procode.reduce((sum, { errors }) => sum + errors.length, 0);
          return { compared: `${failed} in all rounds`, goal: "0", met: failed === 0 };
        },
      ),
      samples,
    ),
    rowOf(
      { id: "P5", what: "gap between parts, p99", unit: "ms" },
      figuresOf(samples, (sample) => sample.gapMs.p99),
      ({ upstream, procode }) => ({
        compared: `+${(procode - upstream).toFixed(1)} ms over upstream`,
        goal: "≤ +40 ms over upstream",
        met: procode - upstream <= 40,
      }),
    ),
    rowOf(
      { id: "P5", what: "web process, peak resident memory", unit: "MB" },
      figuresOf(samples, (sample) => sample.peakServerMb),
      ({ procode }) => ({
        compared: `${procode.toFixed(0)} MB`,
        goal: "≤ 450 MB",
        met: procode <= 450,
      }),
    ),
    rowOf(
      { id: "P5", what: "memory over idle", unit: "MB" },
      { upstream: [], route: [], procode: over },
      ({ procode }) => ({
        compared: `+${procode.toFixed(0)} MB over ${world.idleWebMb.toFixed(0)} MB after the start`,
        goal: "≤ 150 MB over idle",
        met: procode <= 150,
      }),
    ),
  ];
}
