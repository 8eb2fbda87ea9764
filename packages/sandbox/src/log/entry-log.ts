import { closeSync, existsSync, openSync, readFileSync, writeSync } from "node:fs";

/** What the log adds to each entry: its number, without a gap from 1 on, and its time (ISO 8601). */
export type Entry<Body> = { seq: number; at: string } & Body;

export type EntryLog<Body> = {
  /** Entries with a `seq` above `after`, oldest first. */
  entries(after?: number): readonly Entry<Body>[];
  /** The first entry, past or coming, that fits. Rejects after `withinMs` (default 5,000). */
  waitFor(fits: (entry: Entry<Body>) => boolean, withinMs?: number): Promise<Entry<Body>>;
  /** Hears of every entry to come, until the returned function is called. */
  subscribe(listener: (entry: Entry<Body>) => void): () => void;
};

export type WritableEntryLog<Body> = EntryLog<Body> & { append(body: Body): Entry<Body>; close(): void };

/**
 * An append-only list of frozen entries. With `file` they are also written there, one JSON a line, before anything else
 * happens, and an existing file is taken up again: `take` sees its entries first, then each new one.
 */
export function createEntryLog<Body extends object>({
  file,
  take,
}: {
  file?: string;
  take?: (entry: Entry<Body>) => void;
}): WritableEntryLog<Body> {
  const entries: Entry<Body>[] = [];
  const listeners = new Set<(entry: Entry<Body>) => void>();

  const earlier = file !== undefined && existsSync(file) ? readEntries<Body>(file) : [];
  const descriptor = file === undefined ? null : openSync(file, "a");
  for (const entry of earlier) keep(entry);

  function keep(entry: Entry<Body>): void {
    entries.push(Object.freeze(entry));
    take?.(entry);
    for (const listener of [...listeners]) listener(entry);
  }

  function subscribe(listener: (entry: Entry<Body>) => void): () => void {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }

  return {
    subscribe,
    append(body) {
      const entry = { seq: (entries.at(-1)?.seq ?? 0) + 1, at: new Date().toISOString(), ...body };
      if (descriptor !== null) writeSync(descriptor, `${JSON.stringify(entry)}\n`);
      keep(entry);
      return entry;
    },
    entries: (after = 0) => entries.slice(firstAfter(entries, after)),
    waitFor(fits, withinMs = 5_000) {
      const known = entries.find(fits);
      if (known) return Promise.resolve(known);
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          leave();
          reject(new Error(`No fitting log entry within ${withinMs} ms; ${entries.length} others came.`));
        }, withinMs);
        const leave = subscribe((entry) => {
          if (!fits(entry)) return;
          clearTimeout(timer);
          leave();
          resolve(entry);
        });
      });
    },
    close() {
      if (descriptor !== null) closeSync(descriptor);
    },
  };
}

// Entries are numbered without a gap, so their place follows from the number.
function firstAfter(entries: readonly { seq: number }[], after: number): number {
  return Math.max(0, after + 1 - (entries[0]?.seq ?? 1));
}

function readEntries<Body>(file: string): Entry<Body>[] {
  const lines = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "");
  return lines.map((line): Entry<Body> => JSON.parse(line));
}
