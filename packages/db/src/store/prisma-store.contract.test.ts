import { startTestDatabase } from "../testing/start-test-database.ts";
import { describeStore } from "../testing/store-contract.ts";
import { createTestStore } from "../testing/test-store.ts";

describeStore("PostgreSQL", async () => {
  const database = await startTestDatabase();
  let trace: string | null = null;
  const { store, clock, ids } = createTestStore(database, { traceparent: () => trace });
  return {
    ...{ store, clock, ids, shiftLeaseTime: database.shiftLeaseTime },
    enterTrace(traceparent) {
      trace = traceparent;
    },
    async close() {
      await store.close();
      await database.stop();
    },
  };
});
