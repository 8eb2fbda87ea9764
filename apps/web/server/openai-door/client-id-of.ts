import { createHash } from "node:crypto";

const VARIANT = "89ab";

/** The same id for the same person and Idempotency-Key: a valid UUID, so that sending again makes nothing twice. */
export function clientIdOf(userId: string, idempotencyKey: string): string {
  const hex = createHash("sha256").update(`completion:${userId}:${idempotencyKey}`).digest("hex");
  const variant = VARIANT[Number.parseInt(hex.charAt(16), 16) % VARIANT.length];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
