import type { DoorName, LoadSample } from "./measure-load.ts";
import type { Samples } from "./row.ts";

/** One figure of every round, for all doors. */
export function figuresOf(rounds: Record<DoorName, LoadSample[]>, figure: (sample: LoadSample) => number): Samples {
  return {
    upstream: rounds.upstream.map(figure),
    route: rounds.route.map(figure),
    procode: rounds.procode.map(figure),
  };
}

/** One figure of every round, which only PROCODE has. */
export function figuresOfProcode(
  { procode }: { procode: LoadSample[] },
  figure: (sample: LoadSample) => number,
): Samples {
  return { upstream: [], route: [], procode: procode.map(figure) };
}
