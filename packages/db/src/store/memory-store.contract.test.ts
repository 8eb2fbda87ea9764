import { createMemoryStore, createTestClock } from "@procode/core/testing";
import { describeStore } from "../testing/store-contract.ts";
import { testIds } from "../testing/test-store.ts";

describeStore("memory", async () => {
  const clock = createTestClock();
  const ids = testIds();
  const store = createMemoryStore({ clock, ids });
  return {
    store,
    clock,
    ids,
    shiftLeaseTime: async (seconds) => store.shiftLeaseTime(seconds),
    close: async () => undefined,
  };
});
