import { createHash } from "node:crypto";

/** How a key is kept and found: SHA-256 in hex. Of 256 random bits nothing can be guessed, so no slow hash is needed. */
export function hashApiKey(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}
