import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import type { Signer } from "@procode/core";

/** Signs with a key of its own, derived from the process's secret: with another secret no signature holds any more. */
export function createHmacSigner(secret: string): Signer {
  const key = Buffer.from(hkdfSync("sha256", secret, "", "procode links", 32));
  const digest = (purpose: string, words: string) =>
    createHmac("sha256", key)
      .update(JSON.stringify([purpose, words]))
      .digest();
  return {
    sign: (purpose, words) => digest(purpose, words).toString("base64url"),
    isSigned(purpose, words, signature) {
      const expected = digest(purpose, words);
      const given = Buffer.from(signature, "base64url");
      // One signature has one spelling only.
      if (given.length !== expected.length || given.toString("base64url") !== signature) return false;
      return timingSafeEqual(given, expected);
    },
  };
}
