import { randomBytes, randomFillSync } from "node:crypto";
import type { Ids } from "@procode/core";
import { v7 } from "uuid";
import { createSystemClock } from "../clock/create-system-clock.ts";

const ID_BYTES = 16;
const SEQUENCE_AT = 6;

/** UUIDv7 in the order they were made, and secrets from the operating system's generator. */
export function createRandomIds(): Ids {
  const clock = createSystemClock();
  // Fetched for many ids at once, which costs as much as for one.
  const pool = Buffer.alloc(256 * ID_BYTES);
  let used = pool.length;
  let msecs = Number.NEGATIVE_INFINITY;
  let seq = 0;

  function fetchRandom(): Buffer {
    if (used === pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    used += ID_BYTES;
    return pool.subarray(used - ID_BYTES, used);
  }

  return {
    next() {
      const random = fetchRandom();
      const nowMs = clock.now().getTime();
      // Within a millisecond, and when the clock goes back, ids count on; each new one begins where 2^31 more have room.
      seq = nowMs > msecs ? random.readUInt32BE(SEQUENCE_AT) >>> 1 : seq + 1;
      msecs = Math.max(msecs, nowMs);
      return v7({ random, msecs, seq });
    },
    secret: (bytes) => randomBytes(bytes).toString("base64url"),
  };
}
