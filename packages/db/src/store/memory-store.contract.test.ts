import { createMemoryStore, createTestClock } from "@procode/core/testing";
import { describeStore } from "../testing/store-contract.ts";
import { testIds } from "../testing/test-store.ts";

describeStore("memory", async () => {
  const clock = createTestClock();
  const ids = testIds();
  let trace: string | null = null;
  const store = createMemoryStore({ clock, ids, traceparent: () => trace });
  return {
    store,
    clock,
    ids,
    enterTrace(traceparent) {
      trace = traceparent;
    },
    shiftLeaseTime: async (seconds) => store.shiftLeaseTime(seconds),
    close: async () => undefined,
  };
});
