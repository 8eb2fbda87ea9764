import { hash, verify } from "@node-rs/argon2";
import type { Passwords } from "@procode/core";
import { ProcodeError } from "@procode/core";
import pLimit from "p-limit";

const AT_ONCE = 2;
const QUEUE = 50;
// OWASP's first choice for argon2id; the library's default algorithm is argon2id.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
// A hash of random bytes that nobody kept, at the same cost, so that an unknown account takes as long as a known one.
const NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$l/VFNhYg0etb4BNEOQJwVg$edTLkOQvhs3hy+sN+vSNFpryYtlv86nbwNdNw8VhvY4";

/** argon2id; at most two run at once and 50 wait, so that logins cannot eat the whole processor. */
export function createArgonPasswords(): Passwords {
  const limit = pLimit(AT_ONCE);

  function queued<T>(work: () => Promise<T>): Promise<T> {
    if (limit.pendingCount >= QUEUE) {
      const message = "Many people are signing in at this moment. Nothing is lost; try again in a few seconds.";
      return Promise.reject(new ProcodeError("LIMITED", message, { reason: "queue-full", retryAfterSeconds: 3 }));
    }
    return limit(work);
  }

  return {
    hash: (password) => queued(() => hash(password, COST)),
    async verify(stored, password) {
      const matches = await queued(() => verify(stored ?? NOBODY, password));
      return stored !== null && matches;
    },
  };
}
