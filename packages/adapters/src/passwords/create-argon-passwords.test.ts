import { expect, test } from "vitest";
import { createArgonPasswords } from "./create-argon-passwords.ts";

test("a hash names its own cost and opens with its password only", async () => {
  const passwords = createArgonPasswords();
  const stored = await passwords.hash("correct horse");
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await passwords.verify(stored, "correct horse")).toBe(true);
  expect(await passwords.verify(stored, "wrong horse")).toBe(false);
  expect(await passwords.hash("correct horse")).not.toBe(stored);
});

test("an unknown account costs as much work as a wrong password, so that time tells nothing", async () => {
  const passwords = createArgonPasswords();
  const stored = await passwords.hash("correct horse");
  const median = async (hash: string | null) => {
    const times: number[] = [];
    for (let round = 0; round < 9; round += 1) {
      const start = performance.now();
      expect(await passwords.verify(hash, "wrong horse")).toBe(false);
      times.push(performance.now() - start);
    }
    return times.sort((a, b) => a - b)[4] ?? 0;
  };
  const ratio = (await median(null)) / (await median(stored));
  expect(ratio).toBeGreaterThan(0.5);
  expect(ratio).toBeLessThan(2);
});

test("two run, fifty wait, and the next is told to come back", async () => {
  const passwords = createArgonPasswords();
  const calls = await Promise.allSettled(Array.from({ length: 53 }, () => passwords.verify(null, "x")));
  const refused = calls.filter((call) => call.status === "rejected");
  expect(refused).toHaveLength(1);
  expect(refused[0]?.reason).toMatchObject({
    code: "LIMITED",
    details: { reason: "queue-full", retryAfterSeconds: 3 },
  });
  expect(await passwords.verify(null, "x")).toBe(false);
});
