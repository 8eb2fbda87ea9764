import {
  type Context,
  type EventConsumer,
  FIRST_PERSON,
  findBehind,
  jobContext,
  relayPerson,
  type Services,
} from "@procode/core";
import { createTicker, type Ticker } from "./create-ticker.ts";

/** Events of a moment are consumed in one transaction: what somebody sends and gets within it costs little more than one of them. */
const GATHER_MS = 1_000;
const PEOPLE_AT_A_TIME = 2;
const LOOK_EVERY_MS = 5_000;
const AGAIN_MS = 200;
const LONGEST_WAIT_MS = 60_000;

/**
 * Gives domain events to their consumers: those of this process within a moment, those of a process that died when they
 * are found.
 */
export function startRelay(services: Services, consumers: readonly EventConsumer[]): Ticker {
  const { clock, feed, log, outbox } = services;
  const stopped = new AbortController();
  const leave = feed.onRemote("changes", outbox.suspect);
  let place = FIRST_PERSON;
  const chores = createTicker(services, [
    {
      name: "find-behind",
      everyMs: LOOK_EVERY_MS,
      async run(ctx) {
        place = await findBehind(ctx, { consumers, after: place });
      },
    },
  ]);

  async function keepRelaying(): Promise<void> {
    while (!stopped.signal.aborted) {
      await outbox.waitAtMost(clock, LONGEST_WAIT_MS, stopped.signal);
      await clock.sleep(GATHER_MS, stopped.signal);
      await relayAll();
    }
  }

  async function relayAll(): Promise<void> {
    const ctx = jobContext(services, "relay");
    const waiting = outbox.take();
    const relayOneByOne = async () => {
      for (let userId = waiting.pop(); userId !== undefined; userId = waiting.pop()) await relayOne(ctx, userId);
    };
    await Promise.all(Array.from({ length: PEOPLE_AT_A_TIME }, relayOneByOne));
  }

  async function relayOne(ctx: Context, userId: string): Promise<void> {
    try {
      if ((await relayPerson(ctx, { userId, consumers })) === "over" || stopped.signal.aborted) return;
      // What came after the other process had read would wait for the next look.
      void clock.sleep(AGAIN_MS, stopped.signal).then(() => outbox.add(userId));
    } catch (error) {
      log.warn("events were not relayed; they are found again", { userId, error });
    }
  }

  const relaying = keepRelaying();
  return {
    async stop(withinMs) {
      leave();
      stopped.abort();
      const over = new AbortController();
      const chore = chores.stop(withinMs);
      await Promise.race([relaying, clock.sleep(withinMs, over.signal)]);
      over.abort();
      await chore;
    },
  };
}
