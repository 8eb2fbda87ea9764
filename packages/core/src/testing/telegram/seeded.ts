export type Seeded = {
  /** From 0 to below 1. */
  chance(): number;
  /** A whole number below `limit`. */
  below(limit: number): number;
  pick<T>(values: readonly T[]): T;
  shuffled<T>(values: readonly T[]): T[];
};

/** Chance that a seed repeats: mulberry32. */
export function seeded(seed: number): Seeded {
  let state = seed >>> 0;
  const chance = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(chance() * limit);
  return {
    chance,
    below,
    pick<T>(values: readonly T[]): T {
      if (values.length === 0) throw new Error("There is nothing to pick from.");
      return values[below(values.length)] as T;
    },
    shuffled: (values) =>
      values
        .map((value) => ({ value, place: chance() }))
        .sort((a, b) => a.place - b.place)
        .map(({ value }) => value),
  };
}
