import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { CompletionPart } from "@procode/core";
import { chunkEvent, type CompletionHead, DONE_EVENT, event, usageEvent } from "./completion-bodies.ts";
import { translateOpenAiError } from "./openai-error.ts";

type Stream = {
  parts: AsyncIterable<CompletionPart>;
  headOf(started: { id: string; model: string }): CompletionHead;
  includeUsage: boolean;
  response: ServerResponse;
  /** Aborted when the client is gone, or counts as gone. */
  gone: AbortController;
  /** Milliseconds of silence after which the line is kept open with a comment. */
  quietMs?: number;
  /** Milliseconds that a client may take nothing before it counts as gone. */
  patienceMs?: number;
};

const KEEP_ALIVE = ": PROCODE\n\n";

/**
 * Writes a completion as server-sent events. The status is decided by the first words, or by the first silence: until
 * then a failure is thrown, so that it gets a status of its own; later it is an event. Waits for a slow reader instead
 * of piling up what it does not take.
 */
export async function writeStream({
  parts,
  headOf,
  includeUsage,
  response,
  gone,
  quietMs = 10_000,
  patienceMs = 20_000,
}: Stream): Promise<void> {
  let head: CompletionHead | null = null;
  let saidRole = false;
  const open = () => {
    if (!response.headersSent) response.writeHead(200, STREAM_HEADERS);
  };
  const comments = setInterval(() => {
    open();
    if (!response.writableNeedDrain && !response.destroyed) response.write(KEEP_ALIVE);
  }, quietMs);

  async function write(events: string): Promise<void> {
    open();
    if (!response.write(events)) await drained(response, gone, patienceMs);
  }
  function chunk(
    head: CompletionHead,
    delta: { content: string } | Record<string, never>,
    finishReason: string | null,
  ): string {
    const role = saidRole ? "" : chunkEvent(head, { role: "assistant", content: "" }, null, includeUsage);
    saidRole = true;
    return role + chunkEvent(head, delta, finishReason, includeUsage);
  }

  try {
    for await (const part of parts) {
      if (part.type === "started") head = headOf(part);
      else if (!head) throw new Error("A completion spoke before it had begun.");
      else if (part.type === "text") await write(chunk(head, { content: part.text }, null));
      else
        await write(
          chunk(head, {}, part.finishReason) + (includeUsage ? usageEvent(head, part.usage) : "") + DONE_EVENT,
        );
    }
  } catch (error) {
    if (gone.signal.aborted || !response.headersSent) throw error;
    response.write(event(translateOpenAiError(error).body));
  } finally {
    clearInterval(comments);
  }
  if (!gone.signal.aborted) response.end();
}

const STREAM_HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-cache, no-transform",
  // nginx hands on what comes as it comes.
  "x-accel-buffering": "no",
};

async function drained(response: ServerResponse, gone: AbortController, patienceMs: number): Promise<void> {
  const late = AbortSignal.timeout(patienceMs);
  try {
    await once(response, "drain", { signal: AbortSignal.any([gone.signal, late]) });
  } catch (error) {
    gone.abort();
    response.destroy();
    throw error;
  }
}
