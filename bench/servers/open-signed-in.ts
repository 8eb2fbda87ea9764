import type { Browser, BrowserContext } from "@playwright/test";

/** A browser of its own, with an empty cache, signed in by a Cookie header. */
export async function openSignedIn(browser: Browser, header: string, url: string): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  // For the whole site: beside a longer address they would be kept from what the page asks for.
  const site = new URL(url).origin;
  await context.addCookies(
    header
      .split("; ")
      .filter(Boolean)
      .map((pair) => {
        const at = pair.indexOf("=");
        return { name: pair.slice(0, at), value: pair.slice(at + 1), url: site };
      }),
  );
  return context;
}
