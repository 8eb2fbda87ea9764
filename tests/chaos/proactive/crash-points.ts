/**
 * Where a process is killed on its way with a message: what it had just done, or was about to do, and by which channel.
 * `ledger`: the end that Telegram's queue told of, as it is written down in the ledger.
 */
export const WORKER_POINTS = [
  "after-plan",
  "after-claim",
  "before-send:web",
  "after-accept:web",
  "before-send:email",
  "after-write:email",
  "after-accept:email",
  "before-settle:email",
] as const;
export const BOT_POINTS = [
  "before-send:telegram",
  "after-write:telegram",
  "after-accept:telegram",
  "before-settle:telegram",
] as const;
/** Reached only when Telegram's queue has an end to tell of. */
export const LEDGER_POINTS = ["before-settle:ledger"] as const;

export const CRASH_POINTS = [...WORKER_POINTS, ...BOT_POINTS, ...LEDGER_POINTS];
export type CrashPoint = (typeof CRASH_POINTS)[number];

const PRELOAD = new URL("./die-at-point.ts", import.meta.url).href;

/** For the environment of a process: it ends by kill -9 of itself when it comes to this point. */
export const dyingAt = (point: CrashPoint): Record<string, string> => ({
  NODE_OPTIONS: `--import=${PRELOAD}`,
  CHAOS_POINT: point,
});

/** What such a process says last. */
export const lastWordsAt = (point: CrashPoint): string => `died at ${point}\n`;
