import { setTimeout as sleep } from "node:timers/promises";
import type { BrowserContext, Page } from "@playwright/test";

/** What a person does in one browser. Each gives false when what it needs is not on the page. */
export type BrowserActor = {
  page: Page;
  send(text: string): Promise<boolean>;
  sendAnew(text: string): Promise<boolean>;
  open(conversationId: string): Promise<boolean>;
  edit(text: string): Promise<boolean>;
  again(): Promise<boolean>;
  stop(): Promise<boolean>;
  showOther(): Promise<boolean>;
  rename(title: string): Promise<boolean>;
  choose(label: "Pin" | "Unpin" | "Archive" | "Delete"): Promise<boolean>;
  undo(): Promise<boolean>;
  /** No network for so long; what is written meanwhile waits. */
  losesNetwork(forMs: number, text: string | null): Promise<boolean>;
  reload(): Promise<boolean>;
};

const WITHIN_MS = 2_000;

export function createBrowserActor(page: Page, context: BrowserContext): BrowserActor {
  page.setDefaultTimeout(WITHIN_MS);

  /** Clicks the last element that the selector finds, in the page itself: what moves meanwhile is not missed. */
  const click = (selector: string): Promise<boolean> =>
    page.evaluate(`(() => {
      const found = [...document.querySelectorAll(${JSON.stringify(selector)})].at(-1);
      found?.click();
      return found !== undefined;
    })()`);
  const write = async (text: string): Promise<boolean> => {
    await page.getByRole("textbox", { name: "Message", exact: true }).fill(text);
    await page.keyboard.press("Enter");
    return true;
  };
  const openMenu = async (label: string): Promise<boolean> => {
    if (!(await click("header button[aria-label=More]"))) return false;
    const item = page.getByRole("menuitem", { name: label, exact: true });
    const found = await appears(item.waitFor());
    if (found) await item.click();
    else await page.keyboard.press("Escape");
    return found;
  };

  return {
    page,
    send: write,
    async sendAnew(text) {
      if (!(await click("a[href='/dashboard']"))) return false;
      await page.waitForURL(/\/dashboard$/);
      return write(text);
    },
    open: (conversationId) => click(`nav[aria-label=Conversations] a[href='/chat/${conversationId}']`),
    async edit(text) {
      if (!(await click("article[aria-label=You][id^=message-] button[aria-label='Edit and ask again']"))) return false;
      await page.getByRole("textbox", { name: "Your message" }).last().fill(text);
      await page.keyboard.press("Enter");
      return true;
    },
    again: () => click("article button[aria-label='Ask again']"),
    stop: () => click("button[aria-label='Stop answering']"),
    async showOther() {
      const side = (label: string) => `article button[aria-label='${label}']:not([aria-disabled])`;
      return (await click(side("Version before"))) || click(side("Next version"));
    },
    async rename(title) {
      if (!(await openMenu("Rename"))) return false;
      await page.getByRole("textbox", { name: "Title of the conversation" }).fill(title);
      await page.keyboard.press("Enter");
      return true;
    },
    choose: openMenu,
    async undo() {
      const button = page.getByRole("button", { name: "Undo" }).last();
      const found = await appears(button.waitFor({ timeout: 500 }));
      if (found) await button.click();
      return found;
    },
    async losesNetwork(forMs, text) {
      await context.setOffline(true);
      try {
        if (text !== null) await write(text);
        await sleep(forMs);
      } finally {
        await context.setOffline(false);
      }
      return true;
    },
    async reload() {
      await page.reload({ timeout: 20_000 });
      return true;
    },
  };
}

/** Whether it comes in time. */
export async function appears(waiting: Promise<unknown>): Promise<boolean> {
  try {
    await waiting;
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === "TimeoutError") return false;
    throw error;
  }
}
