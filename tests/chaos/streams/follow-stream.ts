import { setTimeout as sleep } from "node:timers/promises";
import type { AnswerPart, Message } from "@procode/contracts";
import type { Browserless } from "../../product/open-browserless.ts";

/** What somebody saw who followed an answer over any number of lines. */
export type Seen = {
  text: string;
  message: Message | null;
  /** Parts that do not fit on what was seen before, in words. */
  misplaced: string[];
  resets: number;
  /** How often a line was cut by plan. */
  cuts: number;
  /** Milliseconds from each new request to its first part. */
  resumesMs: number[];
  /** When each part came, by `performance.now()`. */
  parts: { atMs: number; type: AnswerPart["type"] }[];
};
type Plan = {
  generationId: string;
  /** Who asks next: the same person at some process. */
  seat: () => Browserless;
  /** After how many bytes of its body the next line is cut; null for one that is left alone. */
  cutAfter: () => number | null;
  withinMs: number;
};

/**
 * Follows an answer to its end, over lines that are cut at any byte or die with their process; each new one goes on from
 * the id of the last whole event. Bytes past the cut are never looked at.
 */
export async function followStream({ generationId, seat, cutAfter, withinMs }: Plan): Promise<Seen> {
  const seen: Seen = { text: "", message: null, misplaced: [], resets: 0, cuts: 0, resumesMs: [], parts: [] };
  const endMs = performance.now() + withinMs;
  let lastEventId: string | null = null;
  for (let line = 0; seen.message === null && performance.now() < endMs; line++) {
    const most = cutAfter();
    const askedMs = performance.now();
    let isFirst = true;
    try {
      for await (const { id, part } of readLine(seat(), { generationId, lastEventId, most, endMs })) {
        if (isFirst && line > 0) seen.resumesMs.push(performance.now() - askedMs);
        isFirst = false;
        take(seen, part, id);
        lastEventId = id;
      }
      if (most !== null && seen.message === null) seen.cuts++;
    } catch (error) {
      // The process died, or is not up yet: another one may be asked.
      if (!isCut(error)) throw error;
      await sleep(25);
    }
  }
  return seen;
}

function take(seen: Seen, part: AnswerPart, id: string): void {
  seen.parts.push({ atMs: performance.now(), type: part.type });
  if (part.type === "done") seen.message = part.message;
  if (part.type === "delta") seen.text += part.text;
  if (part.type === "reset") {
    seen.text = part.text;
    seen.resets++;
  }
  if (Number(id) !== seen.text.length) seen.misplaced.push(`${part.type} ${id} on ${seen.text.length}`);
}

type Line = { generationId: string; lastEventId: string | null; most: number | null; endMs: number };

async function* readLine(
  seat: Browserless,
  { generationId, lastEventId, most, endMs }: Line,
): AsyncGenerator<{ id: string; part: AnswerPart }> {
  const input = encodeURIComponent(JSON.stringify({ generationId }));
  const cut = new AbortController();
  const late = setTimeout(() => cut.abort(), Math.max(0, endMs - performance.now()));
  try {
    const response = await seat.request(`/api/trpc/chat.follow?input=${input}`, {
      signal: cut.signal,
      headers: { accept: "text/event-stream", ...(lastEventId === null ? {} : { "last-event-id": lastEventId }) },
    });
    if (!response.ok || !response.body) throw new Error(`chat.follow answered ${response.status}`);
    let bytes = Buffer.alloc(0);
    let read = 0;
    for await (const chunk of response.body) {
      const left = most === null ? chunk.length : most - read;
      read += chunk.length;
      bytes = Buffer.concat([bytes, chunk.subarray(0, left)]);
      for (let end = bytes.indexOf("\n\n"); end >= 0; end = bytes.indexOf("\n\n")) {
        const event = readEvent(bytes.subarray(0, end).toString("utf8"));
        bytes = bytes.subarray(end + 2);
        if (event) yield event;
      }
      if (most !== null && read >= most) return;
    }
  } finally {
    clearTimeout(late);
    cut.abort();
  }
}

function readEvent(block: string): { id: string; part: AnswerPart } | null {
  const fields = new Map(block.split("\n").map((line) => splitAt(line, line.indexOf(":"))));
  const [event, data, id] = ["event", "data", "id"].map((name) => fields.get(name));
  if (event === "serialized-error") throw new Error(data);
  return event === undefined && data !== undefined ? { id: id ?? "", part: JSON.parse(data) as AnswerPart } : null;
}

const splitAt = (line: string, at: number): [string, string] => [line.slice(0, at), line.slice(at + 1).trim()];

/** The line or its process is gone, or the process says that it is going. */
export function isCut(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === "AbortError" || error.name === "TypeError" || error.message.includes("ECONN");
}
