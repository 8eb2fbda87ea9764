import { defineConfig } from "@playwright/test";

/** End-to-end tests in the Chromium that `npm test` found; PROCODE_CHROMIUM names another one. */
export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "test-results/e2e",
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env["CI"]),
  use: {
    trace: { mode: "retain-on-failure", screenshots: false },
    screenshot: "only-on-failure",
    launchOptions: {
      ...(process.env["PROCODE_CHROMIUM"] ? { executablePath: process.env["PROCODE_CHROMIUM"] } : {}),
      // Chromium refuses its own sandbox to root, which is what containers run as.
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    },
  },
});
