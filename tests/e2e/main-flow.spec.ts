import { randomUUID } from "node:crypto";
import { answers, lastAnswer, logIn, register, untilWhole, write } from "./person.ts";
import { expect, test } from "./product.ts";

test("a stranger signs up, chats, reloads in the middle, stops, asks again, is known, and leaves everywhere", async ({
  page,
  browser,
  sandbox,
  product,
}) => {
  const account = await register(page);
  const callOf = (mark: string) =>
    sandbox.log.calls().findLast(({ accepted }) => accepted.messages?.at(-1)?.content.includes(mark));

  await test.step("a streamed answer goes on after a reload in its middle", async () => {
    const mark = randomUUID();
    await write(page, `${mark} [[sandbox first=100 interval=30 tokens=500]]`);
    await expect(page).toHaveURL(/\/chat\//);
    await expect(lastAnswer(page)).toContainText(/\S+ \S+ \S+ \S+ \S+ \S+/);
    await page.reload();
    await expect(lastAnswer(page)).toContainText(/\S+ \S+ \S+ \S+ \S+ \S+/);
    expect(callOf(mark)?.ended).toBeUndefined();
    await untilWhole(page);
    const whole = callOf(mark)?.ended?.text?.trim() ?? "nothing";
    await expect(lastAnswer(page)).toContainText(whole);
    expect(
      sandbox.log.calls().filter(({ accepted }) => accepted.messages?.at(-1)?.content.includes(mark)),
    ).toHaveLength(1);
  });

  await test.step("stop closes the provider's stream and keeps the words", async () => {
    const mark = randomUUID();
    await write(page, `${mark} [[sandbox first=50 interval=30 tokens=900]]`);
    await expect(lastAnswer(page)).toContainText(/\S+ \S+ \S+ \S+/);
    await page.getByRole("button", { name: "Stop answering" }).first().click();
    await expect(lastAnswer(page)).toContainText("Stopped here");
    await expect.poll(() => callOf(mark)?.ended?.end).toBe("aborted");
  });

  await test.step("asking again writes a second answer beside the first", async () => {
    await lastAnswer(page).getByRole("button", { name: "Ask again" }).first().click();
    await expect(lastAnswer(page)).toContainText("so far");
    await page.getByRole("button", { name: "Stop answering" }).first().click();
    await expect(lastAnswer(page).getByRole("group", { name: "Version 2 of 2" })).toBeVisible();
    await lastAnswer(page).getByRole("group", { name: "Version 2 of 2" }).getByRole("button").first().click();
    await expect(lastAnswer(page).getByRole("group", { name: "Version 1 of 2" })).toBeVisible();
  });

  await test.step("an answer that broke off half way goes on with one click, from its own words", async () => {
    await write(page, "Count on [[sandbox first=0 interval=5 tokens=40 break=eof after=20]]");
    await expect(lastAnswer(page)).toContainText("The answer stopped half way");
    const count = await answers(page).count();
    await lastAnswer(page).getByRole("button", { name: "Continue from here" }).click();
    await expect(answers(page)).toHaveCount(count + 1);
    await untilWhole(page);
    const [broken, asked] = callOf("Continue from where you stopped")?.accepted.messages?.slice(-2) ?? [];
    expect([broken?.role, asked?.role]).toEqual(["assistant", "user"]);
    expect(broken?.content).toMatch(/\S+ \S+ \S+ \S+/);
    await expect(page.getByRole("button", { name: "Continue from here" })).toHaveCount(0);
  });

  await test.step("what is told on the context page is in the next answer", async () => {
    await page.goto("/context");
    await page.getByLabel("Name", { exact: true }).fill("Ada Lovelace");
    await page.getByLabel("Occupation", { exact: true }).fill("Clockmaker in Toruń");
    await expect(page.getByRole("main").getByText(/^Saved/)).toBeVisible();
    await page.goto("/dashboard");
    await write(page, "What do you know about me?");
    await untilWhole(page);
    await expect(lastAnswer(page)).toContainText("Ada Lovelace");
    await expect(lastAnswer(page)).toContainText("Clockmaker in Toruń");
  });

  await test.step("another model answers, and the line under the answer names it", async () => {
    await page.getByRole("button", { name: /^Model: / }).click();
    await page.getByRole("combobox").fill("claude sonnet 4.5");
    await page
      .getByRole("option", { name: /Claude Sonnet 4\.5/ })
      .first()
      .click();
    await write(page, "And who are you? [[sandbox first=0 interval=0]]");
    await expect(answers(page)).toHaveCount(2);
    await untilWhole(page);
    await expect(lastAnswer(page)).toContainText("Claude Sonnet 4.5");
    await expect(lastAnswer(page)).toContainText(/\$0\.\d{4}/);
  });

  await test.step("a conversation is renamed, deleted and brought back", async () => {
    const list = page.getByRole("navigation", { name: "Conversations" });
    await list.getByRole("button", { name: "Actions for What do you know about me?" }).click();
    await page.getByRole("menuitem", { name: "Rename" }).click();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type("About me");
    await page.keyboard.press("Enter");
    await expect(list.getByRole("link", { name: /About me/ })).toBeVisible();
    await list.getByRole("button", { name: "Actions for About me" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await expect(list.getByRole("link", { name: /About me/ })).toHaveCount(0);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(list.getByRole("link", { name: /About me/ })).toBeVisible();
    await page.reload();
    await expect(list.getByRole("link", { name: /About me/ })).toBeVisible();
  });

  await test.step("the new chat after one that was deleted does not take its model", async () => {
    const model = page.getByRole("button", { name: /^Model: / });
    const list = page.getByRole("navigation", { name: "Conversations" });
    await list.getByRole("link", { name: /About me/ }).click();
    await expect(model).toHaveAccessibleName(/Claude Sonnet 4\.5/);
    await list.getByRole("button", { name: "Actions for About me" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await expect(page).toHaveURL(/\/dashboard/);
    await expect(model).toHaveAccessibleName(/Demo/);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(list.getByRole("link", { name: /About me/ })).toBeVisible();
  });

  await test.step("signing out everywhere ends the other browser at its next request", async () => {
    const other = await browser.newContext({ baseURL: product.url });
    const there = await other.newPage();
    await logIn(there, account);
    await page.goto("/settings");
    await page.getByRole("button", { name: /Sign out everywhere/ }).click();
    const confirm = page.getByRole("dialog").getByRole("button", { name: /Sign out everywhere/ });
    if (await confirm.isVisible()) await confirm.click();
    await expect(page).toHaveURL(/\/login/);
    expect((await other.request.get("/conversations")).url()).toMatch(/\/login/);
    // Its open page has heard of it, and goes by itself.
    await expect(there).toHaveURL(/\/login/);
    await other.close();
  });
});
