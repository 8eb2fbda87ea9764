/** What a command came to; `result` as the client of Redis gives it. */
export type Reply = { result: unknown } | { error: string };

/** The same as JSON: strings in base64 when that is asked for, all but `OK`. */
export function writeReply(reply: Reply, isBase64: boolean): Reply {
  return "error" in reply ? reply : { result: write(reply.result, isBase64) };
}

function write(value: unknown, isBase64: boolean): unknown {
  if (Array.isArray(value)) return value.map((one) => write(one, isBase64));
  if (value instanceof Error) return value.message;
  if (typeof value !== "string" && !Buffer.isBuffer(value)) return value;
  if (value.toString() === "OK") return "OK";
  return isBase64 ? Buffer.from(value).toString("base64") : value.toString();
}
