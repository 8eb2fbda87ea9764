/** For vitest's `globalSetup`: test files share one PostgreSQL, started by the first that needs it. */
export { shareClusters as default } from "./test-cluster.ts";
