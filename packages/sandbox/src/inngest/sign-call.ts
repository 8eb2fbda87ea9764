import { createHmac } from "node:crypto";

/** The header of a call as Inngest signs it: the body in canonical form (RFC 8785) and the second, under the key without its prefix. */
export function signCall(body: unknown, { signingKey, atMs }: { signingKey: string; atMs: number }): string {
  const seconds = String(Math.floor(atMs / 1_000));
  const key = signingKey.replace(/^signkey-\w+-/, "");
  return `t=${seconds}&s=${createHmac("sha256", key).update(canonical(body)).update(seconds).digest("hex")}`;
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, item]) => `${JSON.stringify(name)}:${canonical(item)}`).join(",")}}`;
}
