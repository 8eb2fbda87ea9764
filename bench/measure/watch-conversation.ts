import { setTimeout as sleep } from "node:timers/promises";
import type { CDPSession, Page } from "@playwright/test";

export type Watched = {
  elements: { opened: number; scrolled: number };
  scriptMs: { open: number; scroll: number };
  /** From a click in the list to a frame with the newest message: never open before in this tab, and open before. */
  openMs: number;
  againMs: number;
  /** From sending a message to a frame with it. */
  sentMs: number;
  /** Between frames while the conversation is scrolled. */
  frameMs: number[];
};
type Address = { url: string; id: string; otherId: string };

const REST_MS = 1_500;
const WINDOWS = 10;
const STEPS_A_WINDOW = 12;
const HEIGHT = 900;
// The first message of all stands in the page, or nothing more comes.
const LONGEST_MS = 120_000;

/**
 * Opens a conversation in an empty tab, scrolls up ten windows, then to its beginning, opens it from the list, twice, and
 * sends a message, which the server never gets: the next round finds the conversation as it was.
 */
export async function watchConversation(page: Page, { url, id, otherId }: Address): Promise<Watched> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Performance.enable");
  await page.goto(`${url}/chat/${id}`, { waitUntil: "load" });
  await sleep(REST_MS);
  const open = await scriptMs(cdp);
  const opened = await countElements(page);
  await page.mouse.move(640, 400);
  const frameMs = await framesDuring(page, () => scrollUp(page, WINDOWS));
  const scroll = (await scriptMs(cdp)) - open;
  await scrollToBeginning(page);
  const scrolled = await countElements(page);

  await page.goto(`${url}/chat/${otherId}`, { waitUntil: "load" });
  await sleep(REST_MS);
  const openMs = await openFromList(page, id);
  await openFromList(page, otherId);
  const againMs = await openFromList(page, id);
  await sleep(REST_MS);
  const sentMs = await send(page);
  return { elements: { opened, scrolled }, scriptMs: { open, scroll }, openMs, againMs, sentMs, frameMs };
}

async function scriptMs(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send("Performance.getMetrics");
  return 1_000 * (metrics.find(({ name }) => name === "ScriptDuration")?.value ?? Number.NaN);
}

const countElements = (page: Page) => page.evaluate<number>("document.querySelectorAll('*').length");

async function scrollUp(page: Page, windows: number): Promise<void> {
  for (let step = 0; step < windows * STEPS_A_WINDOW; step += 1) await page.mouse.wheel(0, -HEIGHT / STEPS_A_WINDOW);
}

async function framesDuring(page: Page, work: () => Promise<void>): Promise<number[]> {
  await page.evaluate(`
    window.frames_ = [];
    const watch = (at) => { window.frames_.push(at); window.watching_ = requestAnimationFrame(watch); };
    window.watching_ = requestAnimationFrame(watch);
  `);
  await work();
  const at = await page.evaluate<number[]>("cancelAnimationFrame(window.watching_), window.frames_");
  return at.slice(1).map((now, index) => now - (at[index] ?? now));
}

/** As long as older messages come. */
async function scrollToBeginning(page: Page): Promise<void> {
  const until = performance.now() + LONGEST_MS;
  const older = page.getByRole("button", { name: /lder messages/ });
  while ((await older.count()) > 0) {
    if (performance.now() > until) throw new Error("The beginning of the conversation did not come.");
    await page.evaluate("window.scrollTo(0, 0)");
    await sleep(50);
  }
  await sleep(REST_MS);
}

/** Milliseconds from the click to the frame after the one in which the newest message stands. */
async function openFromList(page: Page, id: string): Promise<number> {
  return page.evaluate<number>(`new Promise((resolve) => {
    const link = document.querySelector('a[href="/chat/${id}"]');
    const before = document.querySelector("article:last-of-type");
    const startedAt = performance.now();
    link.click();
    const look = () => {
      const article = document.querySelector("main article");
      const stands = location.pathname === "/chat/${id}" && article && !before.isConnected;
      if (!stands) return requestAnimationFrame(look);
      requestAnimationFrame(() => resolve(performance.now() - startedAt));
    };
    requestAnimationFrame(look);
  })`);
}

/** Milliseconds from sending to the frame after the one in which the message stands. */
async function send(page: Page): Promise<number> {
  const words = "And what do beeches do?";
  await page.route(/chat\.send/, (route) => route.abort());
  await page.getByRole("textbox", { name: "Message", exact: true }).fill(words);
  return page.evaluate<number>(`new Promise((resolve) => {
    const startedAt = performance.now();
    document.querySelector("main form").requestSubmit();
    const look = () => {
      const articles = [...document.querySelectorAll("main article")];
      if (!articles.some((article) => article.textContent.includes("${words}"))) return requestAnimationFrame(look);
      requestAnimationFrame(() => resolve(performance.now() - startedAt));
    };
    requestAnimationFrame(look);
  })`);
}
