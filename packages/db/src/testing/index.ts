/** The door for tests that need a real PostgreSQL. */
export { startTestDatabase, type TestDatabase } from "./start-test-database.ts";
export { type MortalDatabase, startMortalDatabase } from "./start-mortal-database.ts";
export { describeStore, type StoreUnderTest } from "./store-contract.ts";
export { runDatabaseDowntime } from "./run-database-downtime.ts";
export { shareClusters } from "./test-cluster.ts";
export { createTestStore, type TestStore } from "./test-store.ts";
