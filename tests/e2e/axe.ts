import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

// All that depends on colours; the rest of a page is the same in both themes.
const OF_COLOURS = ["color-contrast", "link-in-text-block", "target-size"];

/** What axe finds on a page as it is shown, in light and in dark; [] for nothing. */
export async function findings(page: Page): Promise<string[]> {
  const dark = await inScheme(page, "dark", (axe) => axe.withRules(OF_COLOURS));
  const light = await inScheme(page, "light", (axe) => axe.withTags(TAGS));
  // A page that did not change would be judged twice in one theme.
  expect(dark.ink).not.toBe(light.ink);
  return [...dark.found, ...light.found];
}

async function inScheme(page: Page, colorScheme: "light" | "dark", choose: (axe: AxeBuilder) => AxeBuilder) {
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  const ink = await page.evaluate<string>("getComputedStyle(document.body).color");
  const { violations } = await choose(new AxeBuilder({ page })).analyze();
  const found = violations.map(
    ({ id, nodes }) => `${colorScheme}, ${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`,
  );
  return { ink, found };
}
