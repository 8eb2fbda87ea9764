import type { IncomingMessage } from "node:http";
import { ProcodeError } from "@procode/core";

/** The body of a request as JSON. Throws INVALID for what is no JSON, and INVALID too-large for more than `mostBytes`, which is not kept. */
export async function readJsonBody(request: IncomingMessage, mostBytes: number): Promise<unknown> {
  const body = await readBody(request, mostBytes);
  try {
    return JSON.parse(body.toString("utf8")) as unknown;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ProcodeError("INVALID", "The body is no JSON. Nothing was done; send application/json.", {
      reason: "bad-input",
    });
  }
}

/** The body of a request as it came. Throws INVALID too-large for more than `mostBytes`, which is not kept. */
export async function readBody(request: IncomingMessage, mostBytes: number): Promise<Buffer> {
  if (Number(request.headers["content-length"] ?? 0) > mostBytes) throw tooLarge(mostBytes);
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Leaving the loop must not close the line, on which the answer still has to go.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw tooLarge(mostBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What a door without words of its own answers when a request was not taken; 503 where the fault is not the caller's. */
export function refusalStatus(error: unknown): number {
  if (!(error instanceof ProcodeError) || error.code !== "INVALID") return 503;
  return error.details.reason === "too-large" ? 413 : 400;
}

const tooLarge = (mostBytes: number) =>
  new ProcodeError("INVALID", `This is larger than ${mostBytes / 1_000_000} MB. Nothing was done; make it shorter.`, {
    reason: "too-large",
  });
