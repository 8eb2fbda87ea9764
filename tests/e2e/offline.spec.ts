import { randomUUID } from "node:crypto";
import { answers, lastAnswer, register, untilWhole, write } from "./person.ts";
import { expect, test } from "./product.ts";

const AT_ONCE = "[[sandbox echo first=0 interval=0]]";

test("without a network the page says so, keeps what is written, and sends it once when the network is back", async ({
  page,
  context,
  sandbox,
}) => {
  const mark = randomUUID();
  const asked = () =>
    sandbox.log.calls().filter(({ accepted }) => accepted.messages?.at(-1)?.content.includes(mark)).length;
  const question = page.getByRole("article", { name: "You" }).filter({ hasText: mark });
  await register(page);
  await write(page, `Where do storks nest? ${AT_ONCE}`);
  await untilWhole(page);
  await context.setOffline(true);
  await expect(page.getByText("You are offline.")).toBeVisible();
  await write(page, `${mark} ${AT_ONCE}`);
  await expect(question).toHaveCount(1);
  await expect(lastAnswer(page)).toContainText("Where do storks nest?");
  expect([asked(), await answers(page).count()]).toEqual([0, 1]);
  await context.setOffline(false);
  await expect(page.getByText("You are offline.")).toHaveCount(0);
  await expect(lastAnswer(page)).toContainText(mark);
  await untilWhole(page);
  await expect(question).toHaveCount(1);
  expect(asked()).toBe(1);
});

test("a conversation whose deletion never reached the server stands in the list again, and the page says so", async ({
  page,
}) => {
  await register(page);
  await write(page, `Where do storks nest? ${AT_ONCE}`);
  await untilWhole(page);
  const line = page.getByRole("navigation", { name: "Conversations" }).getByRole("link", { name: /storks nest/ });
  let cuts = 0;
  await page.route(/conversations\.remove/, (route) => {
    cuts += 1;
    return route.abort("connectionrefused");
  });
  // Its own bar, which is gone with the click, as the page goes on to a new chat.
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(page).toHaveURL(/\/dashboard/);
  await expect(line).toHaveCount(0);
  await expect(page.getByText("Not done. The server could not be reached.")).toBeVisible();
  await expect(line).toBeVisible();
  expect(cuts).toBe(3);
});

test("what was sent a moment before the document is left is kept, and is sent once when somebody is back", async ({
  page,
  sandbox,
}) => {
  const asked = (mark: string) =>
    sandbox.log.calls().filter(({ accepted }) => accepted.messages?.at(-1)?.content.includes(mark)).length;
  const question = (mark: string) => page.getByRole("article", { name: "You" }).filter({ hasText: mark });
  const kept = () =>
    page.evaluate(`Object.keys(localStorage).filter((key) => key.startsWith("procode-unsent:")).length`);
  const SENDING = /chat\.(send|edit)/;
  const [first, next, lost] = [randomUUID(), randomUUID(), randomUUID()];
  const [other, last] = [randomUUID(), randomUUID()];

  /** Leaves while what `send` sent is on its way; `isStored`: the server takes it, and its answer is lost. */
  async function leaveAt(send: () => Promise<void>, mark: string, { isStored }: { isStored: boolean }) {
    const asks = page.waitForRequest(SENDING);
    await page.route(SENDING, async (route) => {
      if (isStored) await route.fetch();
    });
    await send();
    await asks;
    await expect.poll(() => asked(mark)).toBe(isStored ? 1 : 0);
    await page.goto("/settings");
    await page.unroute(SENDING);
    expect(await kept()).toBe(1);
  }
  async function comeBack(address: string, mark: string) {
    await page.goto(address);
    await expect(lastAnswer(page)).toContainText(mark);
    await untilWhole(page);
    // What the server had already is drawn before the page has asked for its ids.
    await expect.poll(kept).toBe(0);
    await expect(question(mark)).toHaveCount(1);
    expect(asked(mark)).toBe(1);
  }

  await register(page);
  await test.step("the first words of a new chat", async () => {
    await leaveAt(() => write(page, `${first} ${AT_ONCE}`), first, { isStored: false });
    await comeBack("/dashboard", first);
    await expect(page).toHaveURL(/\/chat\//);
  });
  const address = page.url();
  await test.step("more of a conversation", async () => {
    await leaveAt(() => write(page, `${next} ${AT_ONCE}`), next, { isStored: false });
    await comeBack(address, next);
  });
  await test.step("what the server had taken already", async () => {
    await leaveAt(() => write(page, `${lost} ${AT_ONCE}`), lost, { isStored: true });
    await comeBack(address, lost);
  });
  await test.step("other words for an old message, in a branch beside it", async () => {
    const askOther = async () => {
      await question(lost).getByRole("button", { name: "Edit and ask again" }).click();
      await page.getByRole("textbox", { name: "Your message" }).fill(`${other} ${AT_ONCE}`);
      await page.keyboard.press("Enter");
    };
    await leaveAt(askOther, other, { isStored: false });
    await comeBack(address, other);
    await expect(question(other).getByRole("group", { name: "Version 2 of 2" })).toBeVisible();
    await expect(question(lost)).toHaveCount(0);
  });
  await test.step("who comes back elsewhere is told, and one step away from it", async () => {
    await leaveAt(() => write(page, `${last} ${AT_ONCE}`), last, { isStored: false });
    await page.goto("/dashboard");
    await page.getByRole("button", { name: "Send it" }).click();
    await expect(page).toHaveURL(address);
    await expect(lastAnswer(page)).toContainText(last);
    await untilWhole(page);
    expect([asked(last), await kept()]).toEqual([1, 0]);
  });
});

test("what could not be saved after its page was left is told on the next one, and can be saved from there", async ({
  page,
}) => {
  await register(page);
  await page.goto("/context");
  const occupation = page.getByLabel("Occupation");
  await page.route(/context\.update/, (route) => route.abort("connectionrefused"));
  await occupation.fill("Counts storks");
  await page.getByRole("link", { name: "New chat" }).first().click();
  await expect(page).toHaveURL(/\/dashboard/);
  await expect(page.getByText("Your context is not saved.")).toBeVisible();
  await page.unroute(/context\.update/);
  const saved = page.waitForResponse(/context\.update/);
  await page.getByRole("button", { name: "Save again" }).click();
  expect((await saved).ok()).toBe(true);
  await page.goto("/context");
  await expect(occupation).toHaveValue("Counts storks");
});
