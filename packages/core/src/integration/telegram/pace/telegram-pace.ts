/**
 * How fast a bot writes, of all processes together. Telegram allows about 30 messages a second to everybody and one a
 * second into one chat, with short bursts there. What it counts is when a message arrives, which lies between the first
 * byte and the answer: so a token is taken before the one and comes back a second after the other.
 */
export const TELEGRAM_PACE = {
  botTokens: 30,
  chatTokens: 3,
  backAfterSeconds: 1,
  /** Longer than a request may take. A token whose process died comes back then. */
  mostInFlightSeconds: 20,
  /** By so much more a token may lie ahead of one who looked at the clock, and then had to wait, before it was taken. */
  lookedBeforeSeconds: 60,
  /** Proactive messages are spread over the second, so that a token for a reply is never far. */
  proactiveMost: 4,
  proactiveWithinSeconds: 0.12,
  /** A reply that found no token has the next one to itself for so long after it came back. */
  repliesFirstSeconds: 0.25,
} as const;

const BACK_MS = TELEGRAM_PACE.backAfterSeconds * 1_000;
const REPLIES_FIRST_MS = TELEGRAM_PACE.repliesFirstSeconds * 1_000;
const CHAT_MS = TELEGRAM_PACE.chatTokens * BACK_MS;
const FAR_MS = TELEGRAM_PACE.mostInFlightSeconds * 1_000 + BACK_MS;
/** Later than this no token comes back: one that says so is of a clock that was set back since. */
const UNBELIEVED_MS = FAR_MS + TELEGRAM_PACE.lookedBeforeSeconds * 1_000;

/** Times are milliseconds of the database's clock. */
export type TelegramToken = { sendId: number | null; takenAt: number; backAt: number };

export const isTokenFree = ({ backAt }: TelegramToken, now: number): boolean =>
  backAt <= now || backAt > now + UNBELIEVED_MS;

export function takenToken(sendId: number, now: number): TelegramToken {
  return { sendId, takenAt: now, backAt: now + FAR_MS };
}

/** Telegram answered. */
export function returnedToken(token: TelegramToken, now: number): TelegramToken {
  return { ...token, sendId: null, backAt: now + BACK_MS };
}

/** Milliseconds until a message may take a token of the bot; 0 when it may now. `repliesUntil`: no proactive one before. */
export function msUntilBotToken(
  tokens: readonly TelegramToken[],
  now: number,
  { isProactive, repliesUntil }: { isProactive: boolean; repliesUntil: number },
): number {
  const { proactiveMost, proactiveWithinSeconds } = TELEGRAM_PACE;
  const nextAt = tokens.some((token) => isTokenFree(token, now))
    ? now
    : Math.min(...tokens.map(({ backAt }) => backAt));
  if (!isProactive) return nextAt - now;
  const newest = tokens
    .map(({ takenAt }) => takenAt)
    .filter((at) => at <= now)
    .sort((a, b) => b - a);
  const spreadAt = (newest[proactiveMost - 1] ?? Number.NEGATIVE_INFINITY) + proactiveWithinSeconds * 1_000;
  const afterReplies = repliesUntil > now + BACK_MS + REPLIES_FIRST_MS ? now : repliesUntil;
  return Math.max(nextAt, spreadAt, afterReplies) - now;
}

/** Until when proactive messages leave the tokens to a reply that has to wait for so long. */
export const repliesFirstUntil = (now: number, waitMs: number): number =>
  now + Math.min(waitMs, BACK_MS) + REPLIES_FIRST_MS;

/** Milliseconds until a message may go into a chat whose bucket is full again at `fullAt`; 0 when it may now. */
export function msUntilChatToken(fullAt: number, now: number): number {
  return Math.max(0, believed(fullAt, now) - (CHAT_MS - BACK_MS) - now);
}

/** When the chat's bucket is full again after a message that is begun now. */
export const chatFullAfterBegin = (fullAt: number, now: number): number =>
  Math.max(believed(fullAt, now), now) + BACK_MS;

/** The same when Telegram answered it: what arrived late is counted late. */
export const chatFullAfterAnswer = (fullAt: number, now: number): number => Math.max(fullAt, now + BACK_MS);

// A clock that was set back must not hold a chat up.
const believed = (fullAt: number, now: number) => (fullAt > now + CHAT_MS + BACK_MS ? now : fullAt);
