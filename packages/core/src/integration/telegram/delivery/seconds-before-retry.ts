import type { Ids } from "../../../ports/ids.ts";

const LONGEST = 60;

/** From half to the whole of 1 s, 2 s, 4 s… up to a minute, by chance: chats that failed together must not come back together. */
export function secondsBeforeRetry(ids: Ids, triesBefore: number): number {
  const longest = Math.min(LONGEST, 2 ** triesBefore);
  const chance = Buffer.from(ids.secret(4), "base64url").readUInt32BE() / 2 ** 32;
  return longest * (0.5 + chance / 2);
}
