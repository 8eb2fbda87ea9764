import type { Context, Services } from "@procode/core";
import { createRandomIds, createSilentLog, createSystemClock } from "@procode/adapters";
import { expect, test, vi } from "vitest";
import { createTicker } from "./create-ticker.ts";

function services(errors: object[] = []): Services {
  const log = {
    ...createSilentLog(),
    error: (message: string, fields?: object) => void errors.push({ message, ...fields }),
  };
  // A ticker touches nothing but these three.
  return { clock: createSystemClock(), ids: createRandomIds(), log } as unknown as Services;
}

test("each tick runs as a job, at once and again, and one that fails is logged and comes again", async () => {
  const errors: object[] = [];
  const seen: Context["actor"][] = [];
  let failed = 0;
  const ticker = createTicker(services(errors), [
    { name: "good", everyMs: 1, run: async ({ actor }) => void seen.push(actor) },
    {
      name: "bad",
      everyMs: 1,
      async run() {
        failed += 1;
        throw new Error("no database");
      },
    },
  ]);
  await vi.waitFor(() => expect(Math.min(seen.length, failed)).toBeGreaterThan(2));
  await ticker.stop(1_000);
  expect(seen[0]).toEqual({ kind: "job", name: "good" });
  expect(errors[0]).toMatchObject({ message: "background work failed", job: "bad", error: new Error("no database") });
});

test("never two at once of one kind, however slow it is, and another kind does not wait for it", async () => {
  let running = 0;
  let most = 0;
  let rounds = 0;
  let others = 0;
  const ticker = createTicker(services(), [
    {
      name: "slow",
      everyMs: 1,
      async run({ clock }) {
        running += 1;
        most = Math.max(most, running);
        await clock.sleep(15);
        running -= 1;
        rounds += 1;
      },
    },
    {
      name: "quick",
      everyMs: 1,
      async run() {
        others += 1;
      },
    },
  ]);
  await vi.waitFor(() => expect(rounds).toBeGreaterThan(2));
  await ticker.stop(1_000);
  expect(most).toBe(1);
  expect(others).toBeGreaterThan(rounds);
});

test("stop waits for what runs, but not for ever, and nothing starts after it", async () => {
  let runs = 0;
  let ended = false;
  const release = Promise.withResolvers<void>();
  const ticker = createTicker(services(), [
    {
      name: "ends",
      everyMs: 60_000,
      async run({ clock }) {
        runs += 1;
        await clock.sleep(30);
        ended = true;
      },
    },
  ]);
  await ticker.stop(5_000);
  expect([runs, ended]).toEqual([1, true]);
  const stuck = createTicker(services(), [{ name: "stuck", everyMs: 1, run: () => release.promise }]);
  const start = performance.now();
  await stuck.stop(40);
  expect(performance.now() - start).toBeLessThan(2_000);
  release.resolve();
});
