import { rm } from "node:fs/promises";
import { createOpenRouterSandbox, type OpenRouterSandbox } from "@procode/sandbox";
import { type Page, test as base } from "@playwright/test";
import { newHome, type Product, startProduct } from "../product/start-product.ts";

type Running = { product: Product; sandbox: OpenRouterSandbox };

/** One running PROCODE, with a sandbox whose log is the oracle, for all tests of a file; a failure tells what each page showed. */
export const test = base.extend<
  { product: Product; sandbox: OpenRouterSandbox; shown: undefined },
  { running: Running }
>({
  shown: [
    // The context, so that it still stands when this looks at it.
    async ({ browser, context: _ }, use, info) => {
      await use(undefined);
      if (info.status === info.expectedStatus) return;
      for (const page of browser.contexts().flatMap((context) => context.pages()))
        console.log(`${page.url()} showed:\n${await tellPage(page)}`);
    },
    { auto: true },
  ],
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

/** A page whose own thread hangs answers nothing, which is also worth knowing. */
function tellPage(page: Page): Promise<string> {
  return page
    .locator("body")
    .ariaSnapshot({ timeout: 5_000 })
    .then((tree) => tree.slice(0, 2_000), String);
}
export { expect } from "@playwright/test";
