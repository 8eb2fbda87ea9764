import { rm } from "node:fs/promises";
import { createOpenRouterSandbox, type OpenRouterSandbox } from "@procode/sandbox";
import { test as base } from "@playwright/test";
import { newHome, type Product, startProduct } from "../product/start-product.ts";

type Running = { product: Product; sandbox: OpenRouterSandbox };

/** One running PROCODE, with a sandbox whose log is the oracle, for all tests of a file. */
export const test = base.extend<{ product: Product; sandbox: OpenRouterSandbox }, { running: Running }>({
  running: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from the pattern
    async ({}, use) => {
      const home = await newHome("e2e");
      const sandbox = await createOpenRouterSandbox({
        defaults: { firstMs: 30, intervalMs: 2 },
        generationDelayMs: 200,
      });
      const product = await startProduct({ home, env: { OPENROUTER_BASE_URL: sandbox.url } });
      await use({ product, sandbox });
      await product.stop();
      await sandbox.close();
      await rm(home, { recursive: true, force: true });
    },
    { scope: "worker", timeout: 400_000 },
  ],
  product: ({ running }, use) => use(running.product),
  sandbox: ({ running }, use) => use(running.sandbox),
  baseURL: ({ running }, use) => use(running.product.url),
});
export { expect } from "@playwright/test";
