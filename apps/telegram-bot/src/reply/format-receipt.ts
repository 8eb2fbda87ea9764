import type { Receipt } from "@procode/contracts";
import type { Words } from "../words/words.ts";

/** "Claude Haiku 4.5 · $0.0008": four decimals, as everywhere under an answer. */
export function formatReceipt(modelName: string, { costUsd }: Pick<Receipt, "costUsd">, words: Words): string {
  return `${modelName} · ${costUsd === null ? words.priceUnknown : priceOf(Number(costUsd), words)}`;
}

function priceOf(usd: number, words: Words): string {
  if (usd === 0) return words.free;
  // Something that costs is never shown as nothing.
  return usd < 0.00005 ? "< $0.0001" : `$${usd.toFixed(4)}`;
}
