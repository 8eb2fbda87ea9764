import { createParser, type EventSourceMessage } from "eventsource-parser";
import { ProcodeConnectionError } from "../errors/procode-connection-error.ts";
import type { Settings } from "../procode-options.ts";
import { beginAttempt } from "./attempt.ts";
import { asRecord, foreignAnswer, readRefusal } from "./read-refusal.ts";

/** Until the server has told after how long a silence the line is dead. */
const SILENCE_MS = 15_000;

/**
 * One connection to a subscription: its events until the server closes it. Leaving the iteration closes the socket.
 * Throws ProcodeApiError when the server refuses, ProcodeConnectionError when it is cut or silent.
 */
export async function* openEvents(
  settings: Settings,
  { path, input, signal }: { path: string; input: unknown; signal: AbortSignal | undefined },
): AsyncGenerator<EventSourceMessage> {
  const url = settings.addressOf(path);
  url.searchParams.set("input", JSON.stringify(input));
  const headers = { ...(await settings.headers()), accept: "text/event-stream" };
  const attempt = beginAttempt(url, signal);
  try {
    const response = await attempt.within(settings.timeoutMs, () =>
      settings.fetch(url, { headers, signal: attempt.signal }),
    );
    const answered = { url, status: response.status, headers: response.headers };
    const isStream = response.headers.get("content-type")?.startsWith("text/event-stream");
    if (!response.ok || !isStream || !response.body) {
      const text = await attempt.within(settings.timeoutMs, () => response.text());
      throw readRefusal(readError(text), answered) ?? foreignAnswer(answered);
    }

    const events: EventSourceMessage[] = [];
    const parser = createParser({ onEvent: (event) => events.push(event) });
    const decoder = new TextDecoder();
    const reader = response.body.getReader();
    let silenceMs = SILENCE_MS;
    while (true) {
      const { done, value } = await attempt.within(silenceMs, () => reader.read());
      if (done) return;
      parser.feed(decoder.decode(value, { stream: true }));
      for (const event of events.splice(0)) {
        if (event.event === "serialized-error") throw readRefusal(JSON.parse(event.data), answered) ?? unreadable(url);
        if (event.event === "connected") silenceMs = readSilence(event.data) ?? silenceMs;
        yield event;
      }
    }
  } finally {
    attempt.close();
  }
}

/** tRPC's own setting; the server pings three times as often. */
function readSilence(data: string): number | null {
  const ms = asRecord(JSON.parse(data))["reconnectAfterInactivityMs"];
  return typeof ms === "number" && ms > 0 ? ms : null;
}

function readError(text: string): unknown {
  return text.startsWith("{") ? asRecord(JSON.parse(text))["error"] : null;
}

const unreadable = (url: URL) => new ProcodeConnectionError(`PROCODE at ${url.origin} broke off without a reason.`);
