import type { Message } from "@procode/contracts";
import type { Clock } from "../ports/clock.ts";
import type { Feed } from "../ports/feed.ts";
import type { Log } from "../ports/log.ts";
import type { Store } from "../ports/store.ts";
import type { Ownership } from "./generation-repository.ts";
import type { LiveAnswer } from "./live-answer.ts";

/**
 * The answers that this process is writing: shown to followers joined for 25 ms, stored with all other
 * streams in one transaction, 25 ms after the first part and then every 100 ms.
 */
export interface LiveAnswers {
  /** An answer is about to be stored and then to begin here; nobody here takes it for one left behind until the returned is called. */
  expect(generationId: string): () => void;
  begin(answer: { generationId: string; userId: string; owner: Ownership }): LiveAnswer;
  find(generationId: string): LiveAnswer | null;
  /** More text. The first is shown at once. */
  push(answer: LiveAnswer, text: string): void;
  /** It is about to be stored whole: no part of it is stored from now on. */
  close(answer: LiveAnswer): void;
  /** Nothing comes any more: followers get what is left, then the end. */
  end(answer: LiveAnswer, end: { message: Message } | { error: unknown }): void;
  /** Whether this process began it and could not store its end. */
  hasLeft(generationId: string): boolean;
  /** Runs work that outlives the request; `idle` waits for it. */
  run(work: Promise<void>): void;
  /** Aborts nothing; resolves when all runs are over or `ms` passed. */
  idle(ms: number): Promise<void>;
  /** Runs that are not over. */
  size(): number;
  all(): LiveAnswer[];
  /** The generations that are being written here, or are about to be. */
  known(): string[];
}

type Parts = { store: Store; feed: Pick<Feed, "publish">; clock: Clock; log: Log };

const SHOW_EVERY_MS = 25;
const STORE_EVERY_MS = 100;
/** Why a pause ended; without one each would make an error that nobody reads. */
const FIRST_PART = "first-part";

export function createLiveAnswers({ store, feed, clock, log }: Parts): LiveAnswers {
  const answers = new Map<string, LiveAnswer>();
  const expected = new Set<string>();
  const runs = new Set<Promise<void>>();
  const unshown = new Set<LiveAnswer>();
  const unstored = new Set<LiveAnswer>();
  const closed = new WeakSet<LiveAnswer>();
  const left = new Set<string>();
  let showing = false;
  let storing = false;
  let storedMs = Number.NEGATIVE_INFINITY;
  let pause: { untilMs: number; end: AbortController } | null = null;

  function show() {
    showing = false;
    for (const answer of unshown) wakeAll(answer);
    unshown.clear();
  }

  function welcome(answer: LiveAnswer) {
    answer.begunMs = clock.monotonicMs();
    if (pause && pause.untilMs > dueMs(answer)) pause.end.abort(FIRST_PART);
    wakeAll(answer);
  }

  // A short answer is whole before its first part is due, and then is written once.
  const dueMs = (answer: LiveAnswer) => (answer.hasParts ? storedMs + STORE_EVERY_MS : answer.begunMs + SHOW_EVERY_MS);

  async function storeParts(nowMs: number) {
    const due = [...unstored].filter((answer) => answer.hasParts || dueMs(answer) <= nowMs);
    const batch = due.map((answer) => ({
      answer,
      part: {
        userId: answer.userId,
        generationId: answer.generationId,
        owner: answer.owner,
        offset: answer.storedLength,
        text: answer.text.slice(answer.storedLength),
        providerId: answer.providerId,
      },
    }));
    for (const answer of due) {
      answer.hasParts = true;
      unstored.delete(answer);
    }
    try {
      const stored = new Set(
        await store.asSystem((tx) => {
          const appending = tx.generations.appendParts(batch.map(({ part }) => part));
          tx.seal();
          return appending;
        }),
      );
      for (const { answer, part } of batch) {
        if (!stored.has(answer.generationId)) {
          if (!closed.has(answer)) unstored.add(answer);
          continue;
        }
        answer.storedLength = part.offset + part.text.length;
        feed.publish("parts", answer.userId);
      }
    } catch (error) {
      // The text is still in memory: the next round, or the end of the answer, stores it.
      log.warn("parts could not be stored", { error, streams: batch.length });
      for (const { answer } of batch) if (!closed.has(answer)) unstored.add(answer);
    }
    storedMs = clock.monotonicMs();
  }

  async function keepStoring() {
    storing = true;
    while (unstored.size > 0) {
      const nowMs = clock.monotonicMs();
      const untilMs = Math.min(...[...unstored].map(dueMs));
      pause = { untilMs, end: new AbortController() };
      if (untilMs > nowMs) await clock.sleep(Math.ceil(untilMs - nowMs), pause.end.signal);
      else await storeParts(nowMs);
    }
    storing = false;
  }

  return {
    expect(generationId) {
      expected.add(generationId);
      return () => void expected.delete(generationId);
    },
    begin({ generationId, userId, owner }) {
      const answer: LiveAnswer = {
        generationId,
        userId,
        owner,
        abort: new AbortController(),
        text: "",
        begunMs: 0,
        storedLength: 0,
        hasParts: false,
        providerId: null,
        end: null,
        wakers: new Set(),
      };
      answers.set(generationId, answer);
      left.delete(generationId);
      return answer;
    },
    find: (generationId) => answers.get(generationId) ?? null,
    push(answer, text) {
      const first = answer.text === "";
      answer.text += text;
      unstored.add(answer);
      if (first) welcome(answer);
      if (!storing) void keepStoring();
      if (first) return;
      unshown.add(answer);
      if (showing) return;
      showing = true;
      void clock.sleep(SHOW_EVERY_MS).then(show);
    },
    close(answer) {
      closed.add(answer);
      unstored.delete(answer);
    },
    end(answer, end) {
      if ("error" in end) left.add(answer.generationId);
      answer.end = end;
      unshown.delete(answer);
      answers.delete(answer.generationId);
      wakeAll(answer);
    },
    hasLeft: (generationId) => left.has(generationId),
    run(work) {
      const run = work
        .catch((error: unknown) => log.error("a run ended badly", { error }))
        .finally(() => runs.delete(run));
      runs.add(run);
    },
    async idle(ms) {
      const given = new AbortController();
      await Promise.race([Promise.all(runs), clock.sleep(ms, given.signal)]);
      given.abort();
    },
    size: () => runs.size,
    all: () => [...answers.values()],
    known: () => [...expected, ...answers.keys()],
  };
}

function wakeAll(answer: LiveAnswer): void {
  for (const wake of answer.wakers) wake();
}
