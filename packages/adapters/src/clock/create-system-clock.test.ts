import { expect, test } from "vitest";
import { createSystemClock } from "./create-system-clock.ts";

const clock = createSystemClock();

test("monotonic time never runs backwards", () => {
  const first = clock.monotonicMs();
  expect(clock.monotonicMs()).toBeGreaterThanOrEqual(first);
});

test("an aborted sleep ends at once and without an error", async () => {
  const controller = new AbortController();
  const sleeping = clock.sleep(60_000, controller.signal);
  controller.abort();
  await expect(sleeping).resolves.toBeUndefined();
  await expect(clock.sleep(60_000, AbortSignal.abort())).resolves.toBeUndefined();
});

test("a sleep lasts as long as it says", async () => {
  const start = clock.monotonicMs();
  await clock.sleep(20);
  expect(clock.monotonicMs() - start).toBeGreaterThanOrEqual(18);
});
