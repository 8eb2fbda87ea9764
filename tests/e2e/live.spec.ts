import { randomUUID } from "node:crypto";
import type { Page, Request } from "@playwright/test";
import { lastAnswer, logIn, register, untilWhole, write } from "./person.ts";
import { expect, test } from "./product.ts";

const isStream = (request: Request) => /feed\.watch|chat\.follow/.test(request.url());

/** The streams that a page has open. */
function openStreams(page: Page): Set<Request> {
  const open = new Set<Request>();
  page.on("request", (request) => isStream(request) && open.add(request));
  page.on("requestfinished", (request) => open.delete(request));
  page.on("requestfailed", (request) => open.delete(request));
  return open;
}

test("two devices show one conversation as it grows, and either can stop it", async ({ page, browser }) => {
  const account = await register(page);
  const other = await (await browser.newContext()).newPage();
  await logIn(other, account);

  await test.step("a new conversation appears in the other sidebar by itself", async () => {
    await write(page, "Where does it snow in November?");
    await untilWhole(page);
    await other.getByRole("link", { name: /Where does it snow/ }).click();
    await expect(lastAnswer(other)).toBeVisible();
  });

  await test.step("the other device sees the answer while it is written, to the same end", async () => {
    const mark = randomUUID();
    await write(page, `${mark} [[sandbox first=50 interval=25 tokens=300]]`);
    await expect(other.getByText(mark)).toBeVisible();
    await expect(lastAnswer(other)).toContainText(/\S+ \S+ \S+ \S+/);
    await expect(lastAnswer(other).getByRole("button", { name: "Ask again" })).toHaveCount(0);
    await untilWhole(page);
    await untilWhole(other);
    const words = (seen: string | null) => seen?.replace(/\s+/g, " ").trim();
    expect(words(await lastAnswer(other).textContent())).toBe(words(await lastAnswer(page).textContent()));
  });

  await test.step("stopped there, it stops here", async () => {
    await write(page, `${randomUUID()} [[sandbox first=50 interval=30 tokens=900]]`);
    await expect(lastAnswer(other)).toContainText(/\S+ \S+ \S+ \S+/);
    await other.getByRole("button", { name: "Stop answering" }).first().click();
    await expect(lastAnswer(page)).toContainText("Stopped here");
  });

  await test.step("a name given there stands here, and what is deleted there is gone here", async () => {
    await page.goto("/dashboard");
    await other.goto("/dashboard");
    const link = other.getByRole("link", { name: /Where does it snow/ });
    const address = (await link.getAttribute("href")) ?? "";
    await link.hover();
    await other
      .getByRole("button", { name: /^Actions for Where does it snow/ })
      .first()
      .click();
    await other.getByRole("menuitem", { name: /Delete/ }).click();
    await expect(page.getByRole("link", { name: /Where does it snow/ })).toHaveCount(0);
    await page.goto(address);
    await expect(page.getByText("There is no such conversation.")).toBeVisible();
    await other.getByRole("button", { name: "Undo" }).click();
    await expect(lastAnswer(page)).toBeVisible();
  });

  await test.step("what is written into a conversation that was deleted meanwhile can be sent as a new one", async () => {
    const gone = `/chat/${randomUUID()}`;
    const mark = randomUUID();
    await page.goto(gone);
    await write(page, `${mark} [[sandbox echo first=0 interval=0]]`);
    await expect(page.getByText("Not sent", { exact: true })).toBeVisible();
    await page.getByRole("link", { name: "New chat" }).first().click();
    await page.getByRole("button", { name: "Retry" }).click();
    await expect(page).toHaveURL(/\/chat\//);
    await expect(page).not.toHaveURL(new RegExp(gone));
    await expect(lastAnswer(page)).toContainText(mark);
  });
});

test("eight tabs share one line, and each still sends and follows", async ({ page, context }) => {
  await register(page);
  const tabs = [page];
  for (let index = 1; index < 8; index++) tabs.push(await context.newPage());
  const streams = tabs.map(openStreams);
  for (const tab of tabs) await tab.goto("/dashboard");
  for (const [index, tab] of tabs.entries()) {
    await tab.bringToFront();
    await write(tab, `Tab ${index} [[sandbox first=30 interval=10 tokens=40]]`);
    await untilWhole(tab);
  }
  // Each tab sent what was written in it, and stayed where its person was.
  expect(new Set(tabs.map((tab) => tab.url())).size).toBe(tabs.length);
  for (const [index, tab] of tabs.entries())
    await expect(tab.getByRole("main").getByText(/^Tab \d/)).toHaveText([
      `Tab ${index} [[sandbox first=30 interval=10 tokens=40]]`,
      `Tab ${index} [[sandbox first=30 interval=10 tokens=40]]`,
    ]);
  // An answer that the feed is slow to tell of is followed on a line of its own until it ends.
  await expect.poll(() => streams.reduce((sum, open) => sum + open.size, 0)).toBe(1);

  const [leader] = tabs;
  await leader?.close();
  const second = tabs[1] as Page;
  await second.bringToFront();
  await write(second, "After the first tab was closed [[sandbox first=30 interval=25 tokens=200]]");
  // Who comes in the middle of an answer hears its middle first, and reads all of it.
  await expect(lastAnswer(second)).toContainText(/\S+ \S+ \S+ \S+/);
  const late = await context.newPage();
  streams.push(openStreams(late));
  await late.goto(second.url());
  await untilWhole(late);
  await untilWhole(second);
  expect(await lastAnswer(late).getByRole("paragraph").allTextContents()).toEqual(
    await lastAnswer(second).getByRole("paragraph").allTextContents(),
  );
  await expect.poll(() => streams.slice(1).reduce((sum, open) => sum + open.size, 0)).toBe(1);
});
