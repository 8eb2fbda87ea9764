import { closeSync, existsSync, openSync, readFileSync, writeSync } from "node:fs";
import { formatUsd, parseUsd } from "../usd.ts";
import type { AcceptedCall, CallEnded, EntryBody, LoggedCall, LogEntry } from "./log-entry.ts";

export type Billed = { totalUsd: string; calls: number; promptTokens: number; completionTokens: number };

export type CallLog = {
  /** Entries with a `seq` above `after`, oldest first. */
  entries(after?: number): readonly LogEntry[];
  /** The call with this generation id. */
  find(id: string): LoggedCall | undefined;
  /** Every accepted call, oldest first. */
  calls(): LoggedCall[];
  /** The exact sum over all ended calls. */
  billed(): Billed;
  /** The first entry, past or coming, that fits. Rejects after `withinMs` (default 5,000). */
  waitFor(fits: (entry: LogEntry) => boolean, withinMs?: number): Promise<LogEntry>;
};

export type WritableCallLog = CallLog & { append(body: EntryBody): LogEntry; close(): void };

/**
 * The oracle: what was accepted, refused and billed. Entries are frozen and only ever added. With `file` they are also
 * written there, one JSON a line, before anything else happens, and an existing file is taken up again.
 */
export function createCallLog({ file }: { file?: string } = {}): WritableCallLog {
  const entries: LogEntry[] = [];
  const calls = new Map<string, LoggedCall>();
  const listeners = new Set<(entry: LogEntry) => void>();
  let picodollars = 0n;
  let promptTokens = 0;
  let completionTokens = 0;

  const earlier = file !== undefined && existsSync(file) ? readEntries(file) : [];
  const descriptor = file === undefined ? null : openSync(file, "a");
  for (const entry of earlier) take(entry);
  for (const { accepted, ended } of [...calls.values()]) if (!ended) append(diedWith(accepted));

  function take(entry: LogEntry): void {
    entries.push(Object.freeze(entry));
    if (entry.type === "accepted") calls.set(entry.id, { accepted: entry });
    if (entry.type === "ended") {
      const call = calls.get(entry.id);
      if (call) calls.set(entry.id, { ...call, ended: entry });
      picodollars += parseUsd(entry.costUsd);
      promptTokens += entry.promptTokens;
      completionTokens += entry.completionTokens;
    }
    for (const listener of listeners) listener(entry);
  }

  function append(body: EntryBody): LogEntry {
    const entry = { seq: (entries.at(-1)?.seq ?? 0) + 1, at: new Date().toISOString(), ...body };
    if (descriptor !== null) writeSync(descriptor, `${JSON.stringify(entry)}\n`);
    take(entry);
    return entry;
  }

  return {
    append,
    entries: (after = 0) => entries.slice(firstAfter(entries, after)),
    find: (id) => calls.get(id),
    calls: () => [...calls.values()],
    billed: () => ({
      totalUsd: formatUsd(picodollars),
      calls: [...calls.values()].filter((call) => call.ended).length,
      promptTokens,
      completionTokens,
    }),
    waitFor(fits, withinMs = 5_000) {
      const known = entries.find(fits);
      if (known) return Promise.resolve(known);
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          listeners.delete(listener);
          reject(new Error(`No fitting log entry within ${withinMs} ms; ${entries.length} others came.`));
        }, withinMs);
        function listener(entry: LogEntry): void {
          if (!fits(entry)) return;
          clearTimeout(timer);
          listeners.delete(listener);
          resolve(entry);
        }
        listeners.add(listener);
      });
    },
    close() {
      if (descriptor !== null) closeSync(descriptor);
    },
  };
}

// Entries are numbered without a gap, so their place follows from the number.
function firstAfter(entries: readonly LogEntry[], after: number): number {
  return Math.max(0, after + 1 - (entries[0]?.seq ?? 1));
}

function readEntries(file: string): LogEntry[] {
  const lines = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "");
  return lines.map((line): LogEntry => JSON.parse(line));
}

// A process that was killed cannot say what it had sent, so the call costs nothing and says why.
function diedWith(accepted: AcceptedCall): Omit<CallEnded, "seq" | "at"> {
  return {
    type: "ended",
    id: accepted.id,
    end: "broken",
    reason: "the sandbox died",
    finishReason: null,
    promptTokens: 0,
    completionTokens: 0,
    costUsd: "0",
    text: "",
    firstTokenMs: null,
    totalMs: 0,
  };
}
