import type { IncomingMessage } from "node:http";
import { Refusal } from "./wire-error.ts";

const LONGEST_BODY = 32 * 1024 * 1024;

/** The whole body. Throws a Refusal with status 413 when it is too large, and null when the client left before its end. */
export async function readBody(incoming: IncomingMessage): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of incoming) {
      const bytes: Buffer = part;
      length += bytes.length;
      if (length > LONGEST_BODY) throw new Refusal({ status: 413, message: "The request body is too large" });
      parts.push(bytes);
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    return null;
  }
  return Buffer.concat(parts);
}
