import type { World } from "../servers/open-world.ts";
import { figuresOf, figuresOfProcode } from "./figures-of.ts";
import { type Load, type LoadSample, measureRounds } from "./measure-load.ts";
import { type Row, rowOf, times, unjudged } from "./row.ts";
import { withoutErrors } from "./without-errors.ts";

const PACE = { firstMs: 100, intervalMs: 10, tokens: 200 };
// The streams begin spread over the length of one answer, so that at any time each is at another place in its own.
const LOAD: Load = { streams: 50, chatsPerStream: 2, rampMs: 2_100, pace: PACE };

/** P3 and P4: fifty people read answers of a usual pace. */
export async function measureSteadyStreams(world: World, rounds: number): Promise<Row[]> {
  const samples = await measureRounds(world, LOAD, rounds);
  return [
    withoutErrors(
      rowOf(
        { id: "P3", what: "time to first text, 100/10/200, C=50, p50", unit: "ms" },
        figuresOf(samples, (sample) => sample.firstTextMs.p50),
        addedGoal(10),
      ),
      samples,
    ),
    rowOf(
      { id: "P3", what: "the same, p99", unit: "ms" },
      figuresOf(samples, (sample) => sample.firstTextMs.p99),
      addedGoal(40),
    ),
    withoutErrors(
      rowOf(
        { id: "P4", what: "server CPU per streamed token, 100/10/200, C=50", unit: "µs" },
        figuresOf(samples, cpuPerToken),
        ({ route, procode }) => ({
          compared: `${procode.toFixed(0)} µs; ${times(procode / route)} the bare route`,
          goal: "≤ 200 µs",
          met: procode <= 200,
        }),
      ),
      samples,
    ),
    rowOf(
      { id: "P4", what: "PostgreSQL's CPU beside it", unit: "µs" },
      figuresOfProcode(samples, databasePerToken),
      unjudged,
    ),
  ];
}

const cpuPerToken = (sample: LoadSample) => (sample.serverCpuMs * 1_000) / (sample.chats * PACE.tokens);
const databasePerToken = (sample: LoadSample) => (sample.databaseCpuMs * 1_000) / (sample.chats * PACE.tokens);

function addedGoal(mostMs: number) {
  return ({ upstream, route, procode }: { upstream: number; route: number; procode: number }) => ({
    compared: `+${(procode - upstream).toFixed(1)} ms over upstream; bare route +${(route - upstream).toFixed(1)}`,
    goal: `≤ +${mostMs} ms over upstream`,
    met: procode - upstream <= mostMs,
  });
}
