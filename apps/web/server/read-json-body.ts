import type { IncomingMessage } from "node:http";
import { ProcodeError } from "@procode/core";

/** The body of a request as JSON. Throws INVALID for what is no JSON, and for more than `mostBytes`, which is not kept. */
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

/** The body of a request as it came. Throws INVALID for more than `mostBytes`, which is not kept. */
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

const tooLarge = (mostBytes: number) =>
  new ProcodeError("INVALID", `This is larger than ${mostBytes / 1_000_000} MB. Nothing was done; make it shorter.`, {
    reason: "bad-input",
  });
