import { ConversationInput } from "@procode/contracts";
import { sendMessage } from "@procode/core";
import { createTestContext } from "@procode/core/testing";
import { describe, expect, it } from "vitest";
import { probes } from "./testing/sweep.ts";
import { createCallerFactory, createRouter, userProcedure } from "./trpc.ts";

const WORDS = "the owner's own words";

/** Two people; all that the first one has is named by `ids`. */
async function twoPeople() {
  const base = createTestContext();
  const owner = await base.newPerson("owner@example.com");
  const stranger = await base.newPerson("stranger@example.com");
  const sent = await sendMessage(owner, { clientId: crypto.randomUUID(), text: WORDS });
  await owner.untilIdle();
  const { conversationId, messageId, answerId, generationId } = sent;
  const text = (row: unknown) => JSON.stringify(row, (_, value) => (typeof value === "bigint" ? String(value) : value));
  const ownersRows = () =>
    Object.values(base.store.tables() as Record<string, Iterable<unknown>>)
      .flatMap((table) => [...table].map(text))
      .filter((row) => row.includes(owner.userId));
  return {
    base,
    stranger,
    ids: { conversationId, messageId, parentId: messageId, generationId, answerId },
    ownersRows,
  };
}

describe("every procedure of the router", () => {
  it.each(probes())("$path has a policy and checks its input", ({ policy, hasInput }) => {
    expect(["guest", "user", "admin"]).toContain(policy);
    expect(hasInput).toBe(true);
  });

  it.each(probes().filter(({ policy }) => policy !== "guest"))("$path refuses a guest", async ({ call }) => {
    const { base, ids } = await twoPeople();
    expect((await call(base, ids)).outcome).toBe("UNAUTHORIZED");
  });

  it.each(probes())("$path gives a stranger nothing of another person's", async ({ call }) => {
    const { stranger, ids, ownersRows } = await twoPeople();
    const before = ownersRows();
    expect(before.length).toBeGreaterThan(3);
    for (const messageId of [ids.messageId, ids.answerId]) {
      const { foreign, outcome, value } = await call(stranger, { ...ids, messageId });
      if (foreign.length > 0) expect(outcome).toBe("NOT_FOUND");
      expect(JSON.stringify(value) ?? "").not.toContain(WORDS);
    }
    await stranger.untilIdle();
    expect(ownersRows()).toEqual(before);
  });

  it("sweeps enough to mean something", async () => {
    const { stranger, ids } = await twoPeople();
    const outcomes = await Promise.all(probes().map(({ call }) => call(stranger, ids)));
    expect(outcomes.filter(({ foreign }) => foreign.length > 0).length).toBeGreaterThanOrEqual(12);
  });
});

describe("the sweep itself", () => {
  it("finds a planted procedure that has no policy or trusts an id", async () => {
    const planted = createRouter({
      open: userProcedure.meta({ policy: undefined as never }).query(() => "open"),
      trusting: userProcedure.input(ConversationInput).query(({ input }) => `${WORDS} of ${input.conversationId}`),
    });
    const [open, trusting] = probes(planted, createCallerFactory(planted));
    expect([open?.policy, open?.hasInput]).toEqual([undefined, false]);
    const { stranger, ids } = await twoPeople();
    const leak = await trusting?.call(stranger, ids);
    expect(leak).toMatchObject({
      foreign: ["conversationId"],
      outcome: "answered",
      value: expect.stringContaining(WORDS),
    });
  });
});
