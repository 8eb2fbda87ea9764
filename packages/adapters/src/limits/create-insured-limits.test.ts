import type { LimitResult } from "@procode/core";
import { expect, test } from "vitest";
import { createSilentLog } from "../log/create-silent-log.ts";
import { createInsuredLimits } from "./create-insured-limits.ts";

const RULE = { name: "login-account", points: 3, perSeconds: 60 };
const away = { take: () => Promise.reject(new Error("away")), reset: () => Promise.reject(new Error("away")) };

test("while the shared place is away, this process counts: allowed at first, refused past the rule, and logged", async () => {
  const errors: string[] = [];
  const log = { ...createSilentLog(), error: (message: string) => void errors.push(message) };
  const limits = createInsuredLimits(() => away, log);
  const results: LimitResult[] = [];
  for (let round = 0; round < 4; round += 1) results.push(await limits.take(RULE, "a@example.org"));
  expect(results.map(({ allowed }) => allowed)).toEqual([true, true, true, false]);
  expect(results[3]?.retryAfterSeconds).toBeGreaterThan(50);
  expect(errors).toHaveLength(4);
  await limits.reset(RULE, "a@example.org");
  expect(await limits.take(RULE, "a@example.org")).toMatchObject({ allowed: true, remaining: 2 });
});

test("the shared place decides while it answers, and never sees the key itself", async () => {
  const keys: string[] = [];
  const refuse: LimitResult = { allowed: false, remaining: 0, retryAfterSeconds: 9 };
  const limits = createInsuredLimits(
    () => ({
      async take(key) {
        keys.push(key);
        return refuse;
      },
      reset: async (key) => void keys.push(key),
    }),
    createSilentLog(),
  );
  expect(await limits.take(RULE, "*@example.org")).toEqual(refuse);
  await limits.reset(RULE, "*@example.org");
  expect(keys[0]).toBe(keys[1]);
  expect(keys[0]).toMatch(/^[\w-]{43}$/);
});

test("two rules of one name but other numbers do not share a counter", async () => {
  const limits = createInsuredLimits(() => away, createSilentLog());
  for (let round = 0; round < 4; round += 1) await limits.take(RULE, "k");
  expect(await limits.take({ ...RULE, points: 10 }, "k")).toMatchObject({ allowed: true, remaining: 9 });
});
