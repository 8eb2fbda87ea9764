import { startTestDatabase } from "../testing/start-test-database.ts";
import { describeStore } from "../testing/store-contract.ts";
import { createTestStore } from "../testing/test-store.ts";

describeStore("PostgreSQL", async () => {
  const database = await startTestDatabase();
  const { store, clock, ids } = createTestStore(database);
  return {
    ...{ store, clock, ids, shiftLeaseTime: database.shiftLeaseTime },
    async close() {
      await store.close();
      await database.stop();
    },
  };
});
