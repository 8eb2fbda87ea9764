import type { World } from "../servers/open-world.ts";
import { figuresOf, figuresOfProcode } from "./figures-of.ts";
import { type Load, type LoadSample, measureRounds } from "./measure-load.ts";
import { type Row, rowOf, times, unjudged } from "./row.ts";
import { withoutErrors } from "./without-errors.ts";

const TINY = { firstMs: 0, intervalMs: 0, tokens: 3 };
const CALM: Load = { streams: 10, chatsPerStream: 20, rampMs: 0, pace: TINY };
const CROWD: Load = { streams: 50, chatsPerStream: 8, rampMs: 0, pace: TINY };

/** P1 and P2: what a chat costs when the answer itself costs nothing. */
export async function measureTinyChats(world: World, rounds: number): Promise<Row[]> {
  const calm = await measureRounds(world, CALM, rounds);
  const crowd = await measureRounds(world, CROWD, rounds);
  return [
    withoutErrors(
      rowOf(
        { id: "P1", what: "server CPU per tiny chat, C=10", unit: "ms" },
        figuresOf(calm, cpuPerChat),
        ({ route, procode }) => ({
          compared: `${times(procode / route)} the bare route`,
          goal: "≤ 2.0 × the bare route",
          met: procode <= 2 * route,
        }),
      ),
      calm,
    ),
    rowOf({ id: "P1", what: "the same at C=50", unit: "ms" }, figuresOf(crowd, cpuPerChat), ({ route, procode }) => ({
      compared: `${times(procode / route)} the bare route`,
      goal: "",
      met: null,
    })),
    rowOf(
      { id: "P1", what: "PostgreSQL's CPU beside it, C=10", unit: "ms" },
      figuresOfProcode(calm, databasePerChat),
      unjudged,
    ),
    withoutErrors(
      rowOf(
        { id: "P2", what: "tiny chats per second, C=50", unit: "/s" },
        figuresOf(crowd, (sample) => sample.chatsPerSecond),
        ({ route, procode }) => ({
          compared: `${times(procode / route)} the bare route`,
          goal: "≥ 0.5 × the bare route",
          met: procode >= 0.5 * route,
        }),
      ),
      crowd,
    ),
  ];
}

const cpuPerChat = (sample: LoadSample) => sample.serverCpuMs / sample.chats;
const databasePerChat = (sample: LoadSample) => sample.databaseCpuMs / sample.chats;
