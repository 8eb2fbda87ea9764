import { formatUsd, parseUsd } from "../usd.ts";
import { createEntryLog, type EntryLog } from "./entry-log.ts";
import type { AcceptedCall, CallEnded, EntryBody, LoggedCall, LogEntry } from "./log-entry.ts";

export type Billed = { totalUsd: string; calls: number; promptTokens: number; completionTokens: number };

export type CallLog = Omit<EntryLog<EntryBody>, "subscribe"> & {
  /** The call with this generation id. */
  find(id: string): LoggedCall | undefined;
  /** Every accepted call, oldest first. */
  calls(): LoggedCall[];
  /** The exact sum over all ended calls. */
  billed(): Billed;
};

export type WritableCallLog = CallLog & { append(body: EntryBody): LogEntry; close(): void };

/** The oracle: what was accepted, refused and billed. With `file` it outlives its process. */
export function createCallLog({ file }: { file?: string } = {}): WritableCallLog {
  const calls = new Map<string, LoggedCall>();
  let picodollars = 0n;
  let promptTokens = 0;
  let completionTokens = 0;

  const log = createEntryLog<EntryBody>({ take, ...(file !== undefined && { file }) });
  for (const { accepted, ended } of [...calls.values()]) if (!ended) log.append(diedWith(accepted));

  function take(entry: LogEntry): void {
    if (entry.type === "accepted") calls.set(entry.id, { accepted: entry });
    if (entry.type === "ended") {
      const call = calls.get(entry.id);
      if (call) calls.set(entry.id, { ...call, ended: entry });
      picodollars += parseUsd(entry.costUsd);
      promptTokens += entry.promptTokens;
      completionTokens += entry.completionTokens;
    }
  }

  return {
    append: log.append,
    entries: log.entries,
    waitFor: log.waitFor,
    close: log.close,
    find: (id) => calls.get(id),
    calls: () => [...calls.values()],
    billed: () => ({
      totalUsd: formatUsd(picodollars),
      calls: [...calls.values()].filter((call) => call.ended).length,
      promptTokens,
      completionTokens,
    }),
  };
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
