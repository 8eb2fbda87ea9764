import { randomBytes } from "node:crypto";
import type { Ids } from "@procode/core";
import { v7 } from "uuid";

/** UUIDv7 in the order they were made, and secrets from the operating system's generator. */
export function createRandomIds(): Ids {
  return {
    next: () => v7(),
    secret: (bytes) => randomBytes(bytes).toString("base64url"),
  };
}
