import { defineConfig } from "vitest/config";

const lines = { lines: 85 };
const TIMES = { testTimeout: 180_000, hookTimeout: 300_000 };

/** What promises no time of its own, or one of many seconds: two of these run at once. */
const TOGETHER = [
  "authorisation",
  "command-line",
  "database-judge",
  "pooler",
  "sdk-tarball",
  "statements",
  "streams-judge",
  "telegram-product",
  "telegram-webhook",
  "upstash",
  "vendors-away",
].map((name) => `tests/integration/${name}.test.ts`);

/** `npm test` runs the projects one after another; `npx vitest run packages/core` runs what stands beside the code. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    globalSetup: ["packages/db/src/testing/global-setup.ts"],
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: [
            "packages/*/src/**/*.test.ts",
            "apps/*/**/*.test.{ts,tsx}",
            "bench/**/*.test.ts",
            "tests/proactive-days/**/*.test.ts",
          ],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "guards",
          include: ["tests/{guards,requirements,docs,runner,generators,deployment}/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          ...TIMES,
          name: "integration-together",
          include: TOGETHER,
          globalSetup: ["tests/product/build-pages.ts"],
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          ...TIMES,
          name: "integration",
          include: ["tests/integration/**/*.test.ts"],
          exclude: TOGETHER,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
    coverage: {
      provider: "v8",
      include: ["packages/{core,db,api}/src/**/*.ts"],
      exclude: ["**/*.test.ts", "**/testing/**", "**/generated/**"],
      reporter: ["text-summary", "json-summary", "lcov"],
      reportOnFailure: true,
      thresholds: { "packages/core/**": lines, "packages/db/**": lines, "packages/api/**": lines },
    },
  },
});
