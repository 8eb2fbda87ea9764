import type { WritableEntryLog } from "../../log/entry-log.ts";
import { type Random, seededRandom } from "../../seeded-random.ts";
import type { Fault } from "../faults/fault.ts";
import type { TelegramEntry } from "../log-entry.ts";
import type { World } from "../state/world.ts";
import { TelegramError } from "../wire/telegram-error.ts";
import { type Happening, isWanted, type Update } from "../wire/update.ts";

const LONGEST_POLL_SECONDS = 50;
const LARGEST_BATCH = 100;
const OTHER_POLLER =
  "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
const WEBHOOK_IS_SET =
  "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";

export type Poll = {
  offset: number;
  limit: number;
  timeoutSeconds: number;
  fault: Fault | undefined;
  /** Aborted when the poller leaves. */
  signal: AbortSignal;
};

export type UpdateDesk = {
  /** Gives the happening its number and lets it wait for the bot, when the bot wants its kind. */
  push(happening: Happening): Update;
  /** A getUpdates call. Rejects with 409 while a webhook is set, and when another poller or a webhook comes. */
  poll(poll: Poll): Promise<Update[]>;
  /** Marks updates as confirmed. */
  confirm(method: string, updates: readonly Update[]): void;
  /** Lets a known update come so many times more, whether it was confirmed or not. */
  redeliver(updateId: number, times: number): void;
  /** Takes one update that is to come once more. */
  takeAgain(): Update | undefined;
  endPoll(description: string): void;
  /** Hears of every update that may be delivered. */
  onWaiting(listener: () => void): void;
};

type Waiting = { poll: Poll; resolve(updates: Update[]): void; reject(error: Error): void };

export function createUpdateDesk(world: World, log: WritableEntryLog<TelegramEntry>, seed: number): UpdateDesk {
  const random: Random = seededRandom(seed, "updates");
  const listeners: (() => void)[] = [];
  let again: Update[] = [];
  let waiting: Waiting | null = null;

  const desk: UpdateDesk = {
    push(happening) {
      const update: Update = { ...happening, update_id: world.lastUpdateId + 1 };
      log.append({ type: "update", update, is_queued: isWanted(happening, world.allowedUpdates) });
      wake();
      return update;
    },
    async poll(poll) {
      if (world.webhook) throw new TelegramError(409, WEBHOOK_IS_SET);
      desk.endPoll(OTHER_POLLER);
      desk.confirm("getUpdates", world.pending.slice(0, countBefore(world.pending, poll.offset)));
      const batch = takeBatch(poll);
      const seconds = Math.min(Math.max(poll.timeoutSeconds, 0), LONGEST_POLL_SECONDS);
      if (batch.length > 0 || seconds === 0 || poll.signal.aborted) return batch;
      return wait(poll, seconds * 1000);
    },
    confirm(method, updates) {
      if (updates.length === 0) return;
      log.append({ type: "confirmed", method, update_ids: updates.map(({ update_id }) => update_id) });
    },
    redeliver(updateId, times) {
      const entry = log
        .entries()
        .find((candidate) => candidate.type === "update" && candidate.update.update_id === updateId);
      if (entry?.type !== "update") throw new Error(`There was no update ${updateId}.`);
      again.push(...Array<Update>(times).fill(entry.update));
      wake();
    },
    takeAgain: () => again.shift(),
    endPoll(description) {
      waiting?.reject(new TelegramError(409, description));
      waiting = null;
    },
    onWaiting: (listener) => void listeners.push(listener),
  };

  function wake(): void {
    for (const listener of listeners) listener();
    if (!waiting) return;
    const { poll, resolve } = waiting;
    const batch = takeBatch(poll);
    if (batch.length === 0) return;
    waiting = null;
    resolve(batch);
  }

  function wait(poll: Poll, milliseconds: number): Promise<Update[]> {
    return new Promise((resolve, reject) => {
      const own: Waiting = { poll, resolve: end(resolve), reject: end(reject) };
      const timer = setTimeout(leave, milliseconds);
      poll.signal.addEventListener("abort", leave);
      waiting = own;
      function leave(): void {
        if (waiting === own) waiting = null;
        own.resolve([]);
      }
      function end<Value>(settle: (value: Value) => void) {
        return (value: Value) => {
          clearTimeout(timer);
          poll.signal.removeEventListener("abort", leave);
          settle(value);
        };
      }
    });
  }

  function takeBatch({ limit, fault }: Poll): Update[] {
    const most = Math.min(Math.max(limit, 1), LARGEST_BATCH);
    const repeated = again.slice(0, most);
    const fresh = world.pending.slice(0, most - repeated.length);
    again = again.slice(repeated.length);
    if (fault?.duplicate) for (const update of fresh) again.push(...Array<Update>(fault.duplicate).fill(update));
    const batch = [...repeated, ...fresh];
    if (fault?.reorder) shuffle(batch, random);
    if (batch.length > 0)
      log.append({ type: "delivered", method: "getUpdates", update_ids: batch.map(({ update_id }) => update_id) });
    return batch;
  }

  return desk;
}

/** How many of the waiting updates an offset confirms; a negative one leaves so many at the end. */
function countBefore(pending: readonly Update[], offset: number): number {
  if (offset < 0) return Math.max(0, pending.length + offset);
  return pending.filter(({ update_id }) => update_id < offset).length;
}

function shuffle<Value>(values: Value[], random: Random): void {
  for (let last = values.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const [a, b] = [values[last], values[other]];
    if (a === undefined || b === undefined) return;
    values[last] = b;
    values[other] = a;
  }
}
