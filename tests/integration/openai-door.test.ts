import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { entry } from "./openai-door/entry.ts";
import { keptCompletions } from "./openai-door/kept-completions.ts";
import { officialClient } from "./openai-door/official-client.ts";
import { type OpenAiWorld, openOpenAiWorld, usageOf } from "./openai-door/open-openai-world.ts";
import { refusals } from "./openai-door/refusals.ts";

let world: OpenAiWorld;
beforeAll(async () => {
  world = await openOpenAiWorld();
});
afterAll(() => world?.close());

officialClient(() => world);
refusals(() => world);
keptCompletions(() => world);
entry(() => world);

it("counts exactly what the provider billed, for kept and loose completions alike", async () => {
  const { ada, grace, sandbox } = world;
  await vi.waitFor(
    async () => {
      const [mine, hers] = [await usageOf(ada), await usageOf(grace)];
      expect([mine.costUnknown, hers.costUnknown]).toEqual([0, 0]);
      expect(Number(mine.costUsd) + Number(hers.costUsd)).toBeCloseTo(Number(sandbox.log.billed().totalUsd), 12);
    },
    { timeout: 60_000, interval: 500 },
  );
});

it("never writes a key down", () => {
  const { keys, product } = world;
  expect(keys.length).toBeGreaterThan(5);
  for (const key of keys) expect(product.output()).not.toContain(key.slice(0, 12));
});
