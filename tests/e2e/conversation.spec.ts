import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import type { SentMessage } from "@procode/contracts";
import { answers, lastAnswer, logIn, register, untilWhole, write } from "./person.ts";
import { expect, test } from "./product.ts";

const AT_ONCE = "[[sandbox first=0 interval=0 tokens=60]]";
const CODE = 'export function twice(n: number): number {\n  return n * 2; // so\n}\n\nconst word = "two";';
const question = (page: Page, words: string) => page.getByRole("article", { name: "You" }).filter({ hasText: words });
const version = (page: Page, words: string, name: string) => question(page, words).getByRole("group", { name });

/** A message of the same person from another device, without waiting for its answer. */
async function sendElsewhere(page: Page, message: { text: string; conversationId?: string; parentId?: string }) {
  const response = await page.request.post("/api/trpc/chat.send", {
    data: { clientId: randomUUID(), ...message },
    headers: { origin: new URL(page.url()).origin },
  });
  const { result } = (await response.json()) as { result: { data: SentMessage } };
  return result.data;
}

test("a double click, an answer of the server that is lost, and two tabs make one message", async ({
  page,
  context,
  sandbox,
}) => {
  await register(page);
  const asked = (mark: string) =>
    sandbox.log.calls().filter(({ accepted }) => accepted.messages?.at(-1)?.content.includes(mark)).length;
  const [twice, lost] = [randomUUID(), randomUUID()];

  await page.getByRole("textbox", { name: "Message" }).fill(`${twice} ${AT_ONCE}`);
  await page.getByRole("button", { name: "Send" }).dblclick();
  await untilWhole(page);
  await expect(page).toHaveURL(/\/chat\//);
  const tab = await context.newPage();
  await tab.goto(page.url());

  let cuts = 0;
  await page.route(/chat\.send/, async (route) => {
    if (cuts > 0) return route.continue();
    cuts += 1;
    await route.fetch();
    await route.abort("connectionreset");
  });
  await write(page, `${lost} ${AT_ONCE}`);
  await expect(lastAnswer(page)).toContainText(/\S+ \S+ \S+/);
  await untilWhole(page);
  for (const shown of [page, tab]) for (const mark of [twice, lost]) await expect(question(shown, mark)).toHaveCount(1);
  expect(cuts).toBe(1);
  expect([asked(twice), asked(lost)]).toEqual([1, 1]);

  await test.step("a part of the page that is asked for without a network comes with the network", async () => {
    await context.setOffline(true);
    const failed = page.waitForEvent("requestfailed", (request) => request.url().includes("/chunks/"));
    await page.getByRole("button", { name: /^Model: / }).click();
    await failed;
    await context.setOffline(false);
    await expect(page.getByRole("dialog")).toBeVisible();
  });
});

test("what is sent on a stale parent is a branch: nobody's view jumps, and both are a step away", async ({
  page,
  browser,
}) => {
  const account = await register(page);
  await write(page, `Where do storks nest? ${AT_ONCE}`);
  await untilWhole(page);
  const other = await (await browser.newContext()).newPage();
  await logIn(other, account);
  await other.getByRole("link", { name: /Where do storks nest/ }).click();
  await untilWhole(other);

  await test.step("a tab that hears nothing sends after the other device has gone on", async () => {
    await page.route(/feed\.watch/, (route) => route.abort());
    await page.reload();
    await untilWhole(page);
    await write(other, `And swans? ${AT_ONCE}`);
    await expect(answers(other)).toHaveCount(2);
    await untilWhole(other);
    await write(page, `And herons? ${AT_ONCE}`);
    await expect(answers(page)).toHaveCount(2);
    await untilWhole(page);
  });

  await test.step("the other device goes on reading its own, and can look at the new one", async () => {
    await expect(version(other, "And swans?", "Version 1 of 2")).toBeVisible();
    await expect(question(other, "And herons?")).toHaveCount(0);
    await other.getByRole("button", { name: "Show the other version" }).click();
    await expect(version(other, "And herons?", "Version 2 of 2")).toBeVisible();
    await expect(other.getByRole("button", { name: "Show the other version" })).toHaveCount(0);
  });

  await test.step("the tab that hears again finds the other version beside its own", async () => {
    await page.unroute(/feed\.watch/);
    await version(page, "And herons?", "Version 2 of 2").getByRole("button").first().click();
    await expect(version(page, "And swans?", "Version 1 of 2")).toBeVisible();
  });
});

test("a conversation on which the mouse rests is here before it is opened", async ({ page }) => {
  await register(page);
  await sendElsewhere(page, { text: `Where do storks nest? ${AT_ONCE}` });
  await page.goto("/dashboard");
  const link = page.getByRole("link", { name: /Where do storks nest/ });
  const came = page.waitForResponse(/conversations\.messages/);
  await link.hover();
  await came;
  // Nothing more can be asked for.
  await page.route(/conversations\.(get|messages)/, (route) => route.abort());
  await link.click();
  await expect(page).toHaveURL(/\/chat\//);
  await expect(question(page, "Where do storks nest?")).toBeInViewport();
  await expect(lastAnswer(page)).toContainText(/\S+ \S+ \S+/);
});

test("what is typed before the page has come to life stands in it, and is sent", async ({ page }) => {
  await register(page);
  const scripts = Promise.withResolvers<void>();
  await page.route(/\/_next\/static\/.*\.js/, async (route) => {
    await scripts.promise;
    await route.continue();
  });
  await page.goto("/dashboard", { waitUntil: "commit" });
  const field = page.getByRole("textbox", { name: "Message", exact: true });
  await field.pressSequentially(`Typed early ${AT_ONCE}`);
  // Too early to be heard, and it must not load the page anew.
  await page.getByRole("button", { name: "Send" }).click({ force: true });
  await expect(field).toHaveValue(/^Typed early/);
  scripts.resolve();
  await expect(page.getByRole("button", { name: "Send" })).toBeEnabled();
  await expect(field).toHaveValue(/^Typed early/);
  await field.press("Enter");
  await expect(question(page, "Typed early")).toBeVisible();
  await untilWhole(page);
  await expect(field).toHaveValue("");
});

test("code is coloured by a thread of its own, and nothing on the screen moves when colours come", async ({
  page,
  sandbox,
}) => {
  const mark = randomUUID();
  const text = `So it goes:\n\n\`\`\`ts twice.ts\n${CODE}\n\`\`\`\n\nThat is all.`;
  sandbox.control.addRule({ contains: mark, script: { text } });
  // What is asked of the thread waits until the plain code was seen.
  await page.addInitScript(`{
    const asked = [];
    window.Worker = class extends Worker {
      postMessage(message) { asked.push(() => super.postMessage(message)); }
    };
    window.letThreadWork = () => asked.splice(0).map((ask) => ask()).length;
  }`);
  await register(page);
  const started = page.waitForEvent("worker");
  await write(page, mark);
  await untilWhole(page);
  await started;
  const code = lastAnswer(page).locator("pre code");
  const coloured = code.locator("[class*=code-keyword]");
  await expect(code).toHaveText(CODE);
  expect(await coloured.count()).toBe(0);
  const places = () =>
    page.evaluate<string>(`JSON.stringify([...document.querySelectorAll("article, article :is(p, pre, figcaption), form")]
      .map((one) => one.getBoundingClientRect()))`);
  const before = await places();

  await page.evaluate(`new PerformanceObserver((list) => (window.moved_ = list.getEntries().length))
    .observe({ type: "layout-shift" })`);
  await expect.poll(() => page.evaluate<number>("window.letThreadWork()")).toBeGreaterThan(0);
  await expect(coloured.first()).toHaveText("export");
  await expect(code).toHaveText(CODE);
  expect(await places()).toBe(before);
  expect(await page.evaluate("window.moved_ ?? 0")).toBe(0);
});

test("a long conversation keeps its place, its focus and its size", async ({ page }) => {
  const turns = 50;
  await register(page);
  let sent = await sendElsewhere(page, { text: `Turn 0 ${AT_ONCE}` });
  for (let turn = 1; turn < turns; turn += 1) {
    const { conversationId, answerId } = sent;
    sent = await sendElsewhere(page, { text: `Turn ${turn} ${AT_ONCE}`, conversationId, parentId: answerId });
  }
  await page.goto(`/chat/${sent.conversationId}`);
  // It opens at its end, once its scripts are there.
  await expect(lastAnswer(page)).toBeInViewport();
  const articles = page.getByRole("article");
  const topOf = (id: string | null) =>
    page.evaluate<number>(`document.getElementById("${id}").getBoundingClientRect().top`);

  await test.step("older messages come above without moving what is read", async () => {
    const first = await articles.first().getAttribute("id");
    const firstTurn = await articles.first().textContent();
    expect(firstTurn).not.toContain("Turn 0 ");
    await page.evaluate("window.scrollTo(0, 0)");
    const before = await topOf(first);
    await expect.poll(() => page.evaluate<number>("window.scrollY")).toBeGreaterThan(300);
    expect(Math.abs((await topOf(first)) - before)).toBeLessThan(48);
  });

  await test.step("the beginning is there, and little of the rest", async () => {
    const beginning = question(page, "Turn 0 ");
    await expect
      .poll(async () => {
        await page.mouse.wheel(0, -4_000);
        return beginning.count();
      })
      .toBe(1);
    expect(await articles.count()).toBeLessThan(1.4 * turns);
  });

  await test.step("the keyboard's place stays, however far is scrolled", async () => {
    const copy = answers(page).first().getByRole("button", { name: "Copy" }).first();
    await copy.focus();
    await page.mouse.wheel(0, 20_000);
    await expect(lastAnswer(page)).toBeInViewport();
    await expect(copy).toBeFocused();
  });

  await test.step("paper gets all of it", async () => {
    await page.evaluate("window.dispatchEvent(new Event('beforeprint'))");
    await expect(articles).toHaveCount(2 * turns);
    await page.evaluate("window.dispatchEvent(new Event('afterprint'))");
  });

  await test.step("a reader who scrolled up is left there, and told what came", async () => {
    await page.mouse.wheel(0, -2_500);
    await expect(page.getByRole("button", { name: "To the newest message" })).toBeVisible();
    const read = await page.evaluate<string>(
      "[...document.querySelectorAll('article')].find((one) => one.getBoundingClientRect().top > 100).id",
    );
    const before = await topOf(read);
    await sendElsewhere(page, { text: `One more ${AT_ONCE}`, conversationId: sent.conversationId });
    const back = page.getByRole("button", { name: "To the newest message, 2 new messages" });
    await expect(back).toBeVisible();
    expect(Math.abs((await topOf(read)) - before)).toBeLessThan(2);
    await back.click();
    await expect(question(page, "One more")).toBeInViewport();
    await expect(back).toHaveCount(0);
  });

  await test.step("opened from the list it stands at its end, also once what is before that has come", async () => {
    await page.getByRole("link", { name: "New chat" }).first().click();
    await expect(articles).toHaveCount(0);
    const list = page.getByRole("navigation", { name: "Conversations" });
    await list.getByRole("link", { name: /Turn 0/ }).click();
    await expect(question(page, "One more")).toBeInViewport();
    await expect(page.locator("[data-index] article").first()).toBeAttached();
    const toEnd = "document.documentElement.scrollHeight - window.scrollY - window.innerHeight";
    expect(Math.abs(await page.evaluate<number>(toEnd))).toBeLessThan(2);
    await expect(lastAnswer(page)).toBeInViewport();
    await lastAnswer(page).hover();
    await expect
      .poll(async () => {
        await page.mouse.wheel(0, -4_000);
        return question(page, "Turn 0 ").count();
      })
      .toBe(1);
  });
});
