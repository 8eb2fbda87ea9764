import { type RunningCall, usageOf } from "./running-call.ts";
import { splitInsideCharacters } from "./split-inside-characters.ts";
import { type ChunkWriter, chunkWriter, DONE, PROCESSING } from "./wire-chunk.ts";

export type End = (end: "finished" | "aborted" | "broken", reason: string | null) => void;

type Stream = {
  call: RunningCall;
  chunks: ChunkWriter;
  write: (events: string) => void;
  flush: () => void;
  end: End;
  comments: NodeJS.Timeout;
  next: NodeJS.Timeout | null;
  intervalMs: number;
};

const COMMENT_EVERY_MS = 1_000;
const DEFAULT_BREAK_AFTER = 5;
// Two writes in one instant reach the client as one, and a cut between them would not be seen.
const SPLIT_INTERVAL_MS = 5;
// Timers may fire up to a millisecond before the clock says so; a token that is due in this instant is due now.
const EARLY_MS = 0.9;

/**
 * Sends the answer as server-sent events at the script's pace. Times count from the start, so a late timer catches up
 * in one write instead of slowing the stream down. `end` is called once, when nothing more will be written.
 */
export function streamAnswer(call: RunningCall, end: End): void {
  const { response, script } = call;
  response.writeHead(200, {
    "content-type": "text/event-stream",
    "cache-control": "no-cache",
    "x-generation-id": call.id,
  });
  response.write(PROCESSING);
  const bytes = script.splitUtf8 ? splitInsideCharacters((part) => response.write(part)) : null;
  const stream: Stream = {
    call,
    chunks: chunkWriter({ id: call.id, model: call.model.id, provider: call.provider, created: call.created }),
    write: bytes ? bytes.write : (events) => response.write(events),
    flush: () => bytes?.flush(),
    end,
    comments: setInterval(() => response.write(PROCESSING), COMMENT_EVERY_MS),
    next: null,
    intervalMs: script.splitUtf8 ? Math.max(script.intervalMs, SPLIT_INTERVAL_MS) : script.intervalMs,
  };
  response.once("close", () => {
    clearInterval(stream.comments);
    if (stream.next) clearTimeout(stream.next);
    end("aborted", "the client left");
  });
  stream.next = setTimeout(step, script.firstMs, stream);
}

// One timer per stream and no closure per token: Node keeps timers of equal length in one list.
function step(stream: Stream): void {
  const { call, chunks, intervalMs } = stream;
  const { answer, script } = call;
  const now = performance.now();
  const firstAt = call.startedAt + script.firstMs;
  const breakAt =
    script.break === undefined ? answer.count : Math.min(script.after ?? DEFAULT_BREAK_AFTER, answer.count);
  const due = intervalMs === 0 ? breakAt : Math.min(Math.floor((now - firstAt + EARLY_MS) / intervalMs) + 1, breakAt);
  let events = "";
  if (call.firstTokenAt === null) {
    clearInterval(stream.comments);
    call.firstTokenAt = now;
    events = chunks.role;
  }
  while (call.sent < due) {
    events += chunks.before + answer.json(call.sent) + chunks.after;
    call.sent += 1;
  }
  if (events !== "") stream.write(events);
  if (call.sent < breakAt) stream.next = setTimeout(step, firstAt + call.sent * intervalMs - now, stream);
  else if (script.break === undefined) finish(stream);
  else breakOff(stream);
}

function finish({ call, chunks, write, flush, end }: Stream): void {
  write(chunks.finish(call.answer.finishReason));
  if (call.includeUsage && !call.script.noUsage) write(chunks.usage(usageOf(call)));
  write(DONE);
  flush();
  end("finished", null);
  call.response.end();
}

function breakOff({ call, chunks, write, flush, end }: Stream): void {
  const { response, script } = call;
  if (script.break === "error-chunk") write(chunks.error(script.error ?? 502, "Provider disconnected unexpectedly"));
  flush();
  // Silence: nothing is written or ended until the client leaves.
  if (script.break === "stall") return;
  end("broken", script.break ?? null);
  // One turn later, so that what was written is on its way before the socket dies.
  if (script.break === "cut") setImmediate(() => response.destroy());
  else response.end();
}
