import type { ModelRow } from "./model-row.ts";

export type ModelFilter = "all" | "free" | "image" | "audio" | "file";
export type ModelSort = "popular" | "name" | "price" | "context" | "newest";

/** The rows that carry all the words and pass the filter, in order. `popular` is the catalogue's own order. */
export function findModels(
  rows: ModelRow[],
  { words, filter, sort }: { words: string; filter: ModelFilter; sort: ModelSort },
): ModelRow[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const found = rows.filter((row) => {
    const text = `${row.vendor} ${row.name} ${row.id}`.toLowerCase();
    return passes(row, filter) && wanted.every((word) => text.includes(word));
  });
  const compare = ORDERS[sort];
  return compare ? found.toSorted(compare) : found;
}

export function passes(row: ModelRow, filter: ModelFilter): boolean {
  if (filter === "all") return true;
  return filter === "free" ? row.free : row.inputs.includes(filter);
}

const price = (row: ModelRow) => row.promptUsdPerMillion + row.completionUsdPerMillion;

const ORDERS: Record<ModelSort, ((a: ModelRow, b: ModelRow) => number) | null> = {
  popular: null,
  name: (a, b) => a.name.localeCompare(b.name, "en"),
  price: (a, b) => price(a) - price(b),
  context: (a, b) => b.contextTokens - a.contextTokens,
  newest: (a, b) => b.publishedMs - a.publishedMs,
};
