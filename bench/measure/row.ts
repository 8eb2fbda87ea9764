import { median } from "./percentile.ts";

export type Samples = { upstream: number[]; route: number[]; procode: number[] };

/** One line of the table. Figures are medians over the rounds; null where a door has no such figure. */
export type Row = {
  id: string;
  what: string;
  unit: string;
  upstream: number | null;
  route: number | null;
  procode: number | null;
  /** What the goal speaks about, such as "1.4 × the bare route". */
  compared: string;
  goal: string;
  /** Null for a figure that no goal speaks about. */
  met: boolean | null;
  samples: Samples;
  note?: string;
};

type Judged = { compared: string; goal: string; met: boolean | null };

/** A row from the rounds' figures; `judge` gets their medians. */
export function rowOf(
  head: { id: string; what: string; unit: string; note?: string },
  samples: Samples,
  judge: (medians: { upstream: number; route: number; procode: number }) => Judged,
): Row {
  const medians = {
    upstream: median(samples.upstream),
    route: median(samples.route),
    procode: median(samples.procode),
  };
  const known = (value: number) => (Number.isNaN(value) ? null : value);
  return {
    ...head,
    upstream: known(medians.upstream),
    route: known(medians.route),
    procode: known(medians.procode),
    ...judge(medians),
    samples,
  };
}

/** A figure for the reader, which no goal judges. */
export const unjudged = (): Judged => ({ compared: "", goal: "", met: null });

export const times = (value: number) => `${value.toFixed(2)} ×`;
