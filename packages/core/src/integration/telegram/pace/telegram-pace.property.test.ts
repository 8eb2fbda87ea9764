import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  chatFullAfterAnswer,
  chatFullAfterBegin,
  isTokenFree,
  msUntilBotToken,
  msUntilChatToken,
  repliesFirstUntil,
  returnedToken,
  TELEGRAM_PACE,
  type TelegramToken,
  takenToken,
} from "./telegram-pace.ts";

const { botTokens, chatTokens } = TELEGRAM_PACE;
const START = 1_000_000;

/** How long Telegram takes to answer, and when of that the message arrives. */
const Way = fc.record({
  latencyMs: fc.integer({ min: 1, max: 3_000 }),
  arrival: fc.double({ min: 0, max: 1, noNaN: true }),
});

type Sent = { begunAt: number; arrivedAt: number; waitedMs: number; isProactive: boolean };

/**
 * Replies that come when they come, beside more proactive messages than there can be tokens for. Every waiter asks again
 * when it was told to; who asks first at one moment is the proactive one, which is the worst for replies.
 */
function run(
  replies: { atMs: number }[],
  ways: { latencyMs: number; arrival: number }[],
  { hasBroadcast = true, untilMs = 6_000 } = {},
) {
  let tokens: TelegramToken[] = Array.from({ length: botTokens }, () => ({ sendId: null, takenAt: 0, backAt: 0 }));
  let repliesUntil = 0;
  const sent: Sent[] = [];
  const answers: { at: number; sendId: number }[] = [];
  const waiting = replies.map(({ atMs }) => ({ since: START + atMs, askAt: START + atMs }));
  let proactiveAskAt = START;
  function ask(now: number, isProactive: boolean, since: number): number {
    const waitMs = msUntilBotToken(tokens, now, { isProactive, repliesUntil });
    if (waitMs > 0) {
      if (!isProactive) repliesUntil = repliesFirstUntil(now, waitMs);
      return now + Math.ceil(waitMs);
    }
    const sendId = sent.length;
    const { latencyMs, arrival } = ways[sendId % ways.length] ?? { latencyMs: 1, arrival: 0 };
    tokens = tokens.with(
      tokens.findIndex((token) => isTokenFree(token, now)),
      takenToken(sendId, now),
    );
    answers.push({ at: now + latencyMs, sendId });
    sent.push({ begunAt: now, arrivedAt: now + latencyMs * arrival, waitedMs: now - since, isProactive });
    return -1;
  }
  for (let now = START; now < START + untilMs; now++) {
    for (const { at, sendId } of answers)
      if (at === now) tokens = tokens.map((token) => (token.sendId === sendId ? returnedToken(token, now) : token));
    for (let askAt = proactiveAskAt; hasBroadcast && askAt <= now; ) {
      askAt = ask(now, true, now);
      if (askAt > 0) proactiveAskAt = askAt;
    }
    for (const reply of [...waiting]) {
      if (reply.askAt > now) continue;
      const askAt = ask(now, false, reply.since);
      if (askAt > 0) reply.askAt = askAt;
      else waiting.splice(waiting.indexOf(reply), 1);
    }
  }
  return { sent, waiting };
}

/** The most of these within any window of so many milliseconds. */
function mostWithin(times: number[], ms: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  let [most, first] = [0, 0];
  for (const [index, at] of sorted.entries()) {
    while ((sorted[first] ?? at) <= at - ms) first++;
    most = Math.max(most, index - first + 1);
  }
  return most;
}

describe("the bot's bucket", () => {
  const Replies = fc.array(fc.record({ atMs: fc.integer({ min: 0, max: 5_000 }) }), { maxLength: 80 });
  const Ways = fc.array(Way, { minLength: 1, maxLength: 40 });

  test("lets no more arrive in any second than Telegram takes, however long each is on its way", () => {
    fc.assert(
      fc.property(Replies, Ways, (replies, ways) => {
        const arrived = run(replies, ways).sent.map(({ arrivedAt }) => arrivedAt);
        expect(mostWithin(arrived, 1_000)).toBeLessThanOrEqual(botTokens);
        // Burst + rate × t, in any window.
        for (const seconds of [0.25, 2.5, 4])
          expect(mostWithin(arrived, seconds * 1_000)).toBeLessThanOrEqual(botTokens + botTokens * seconds);
      }),
      { numRuns: 25 },
    );
  });

  test("keeps a broadcast at 28 a second or more where Telegram answers within 50 ms", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), (latencyMs) => {
        const { sent } = run([], [{ latencyMs, arrival: 0.5 }], { untilMs: 10_000 });
        expect(sent.length).toBeGreaterThanOrEqual(280);
      }),
      { numRuns: 10 },
    );
  });

  test("starves no reply: in the midst of a broadcast each waits a moment, and those before it", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1_500, max: 4_000 }),
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 1, max: 60 }),
        (atMs, count, latencyMs) => {
          const replies = Array.from({ length: count }, () => ({ atMs }));
          const { sent, waiting } = run(replies, [{ latencyMs, arrival: 1 }]);
          expect(waiting).toEqual([]);
          const waits = sent.filter(({ isProactive }) => !isProactive).map(({ waitedMs }) => waitedMs);
          // Tokens come back in the fours in which the broadcast took them, 120 ms apart; the first four may be two short.
          expect(Math.max(...waits)).toBeLessThanOrEqual(260 + 120 * Math.floor((count + 1) / 4));
        },
      ),
      { numRuns: 25 },
    );
  });

  test("gives a token to one of two, also where the other looked at the clock before the first took it", () => {
    expect([1, 500, 20_000].map((before) => isTokenFree(takenToken(1, START), START - before))).toEqual([
      false,
      false,
      false,
    ]);
  });

  test("is not held up by a clock that was set back an hour, nor emptied by one that was set forward", () => {
    const later = 3_600_000;
    const taken = Array.from({ length: botTokens }, (_, id) =>
      returnedToken(takenToken(id, START + later), START + later),
    );
    const ask = { isProactive: true, repliesUntil: START + later };
    expect(msUntilBotToken(taken, START, ask)).toBe(0);
    expect(msUntilChatToken(START + later, START)).toBe(0);
    expect(msUntilBotToken(taken, START + later, { ...ask, repliesUntil: 0 })).toBe(1_000);
    expect(msUntilBotToken(taken, START + 2 * later, ask)).toBe(0);
  });
});

describe("a chat's bucket", () => {
  test("lets a burst through and then one a second, as Telegram would count what arrives", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(Way, fc.integer({ min: 0, max: 2_500 })), { maxLength: 60 }), (sends) => {
        let [now, fullAt] = [START, 0];
        const arrived: number[] = [];
        for (const [{ latencyMs, arrival }, pauseMs] of sends) {
          now += pauseMs;
          now += msUntilChatToken(fullAt, now);
          fullAt = chatFullAfterBegin(fullAt, now);
          arrived.push(now + latencyMs * arrival);
          now += latencyMs;
          fullAt = chatFullAfterAnswer(fullAt, now);
        }
        for (const seconds of [1, 2, 5, 20])
          expect(mostWithin(arrived, seconds * 1_000)).toBeLessThanOrEqual(chatTokens + seconds);
      }),
    );
  });
});
