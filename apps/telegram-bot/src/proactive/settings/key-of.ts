import { createHash } from "node:crypto";

/** Words of any length in what a button can carry; whatever their capitals. */
export const keyOf = (words: string): string =>
  createHash("sha256").update(words.trim().toLowerCase()).digest("hex").slice(0, 12);
