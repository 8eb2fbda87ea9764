import { createProcodeClient } from "@procode/sdk";
import type { Page } from "@playwright/test";
import OpenAI from "openai";
import { lastAnswer, register, untilWhole, write } from "./person.ts";
import { connectTelegram, makeApiKey, unlinkTelegram } from "./doors.ts";
import { expect, test } from "./product.ts";

const AT_ONCE = "[[sandbox first=0 interval=0]]";
/** The person's messages that came through another door. */
const from = (page: Page, door: string) => page.getByRole("article", { name: "You" }).filter({ hasText: door });
/** The bot has written something under those words. */
async function untilAnswered(phone: Page, words: string): Promise<void> {
  const log = phone.getByRole("log");
  await expect
    .poll(async () => (await log.textContent())?.split(words).at(-1)?.trim().length ?? 0, { timeout: 30_000 })
    .toBeGreaterThan(60);
}

test("one conversation goes on from the web to Telegram, to the SDK and to an OpenAI client", async ({
  page,
  context,
  product,
}) => {
  test.setTimeout(400_000);
  await register(page);
  await write(page, `Quinces are ripe in October. ${AT_ONCE}`);
  await untilWhole(page);
  await expect(page).toHaveURL(/\/chat\//);
  const conversationId = new URL(page.url()).pathname.split("/").at(-1) ?? "";

  const phone = await test.step("Telegram is linked by the page, and confirmed on it", () =>
    connectTelegram(page, context));

  await test.step("what is written in Telegram is answered there", async () => {
    await page.goto(`/chat/${conversationId}`);
    await expect(lastAnswer(page)).toContainText("Quinces");
    await phone.getByRole("textbox", { name: "Message" }).fill(`And medlars? ${AT_ONCE}`);
    await phone.getByRole("button", { name: "Send" }).click();
    await untilAnswered(phone, "And medlars?");
  });

  await test.step("it stands in the same conversation on the web, without a reload", async () => {
    await expect(from(page, "from Telegram")).toContainText("And medlars?");
    await expect(lastAnswer(page)).toContainText("In Telegram");
    const list = page.getByRole("navigation", { name: "Conversations" });
    await expect(list.getByRole("link")).toHaveCount(1);
    await expect(list.getByRole("link").getByText("Telegram")).toBeAttached();
  });

  const { apiKey, revoke } = await test.step("a key is made, and shown once", () => makeApiKey(page));

  await test.step("the SDK goes on with that conversation, and it stands on the open page", async () => {
    await page.goto(`/chat/${conversationId}`);
    const procode = createProcodeClient({ baseUrl: product.url, apiKey });
    let text = "";
    for await (const part of procode.chat.stream({ text: `And rowan berries? ${AT_ONCE}`, conversationId }))
      if (part.type === "delta") text += part.text;
    expect(text).not.toBe("");
    await expect(from(page, "from the API")).toContainText("And rowan berries?");
    await expect(lastAnswer(page)).toContainText(text.trim().split("\n")[0] ?? "");
    const { messages } = await procode.trpc.conversations.messages.query({ conversationId });
    expect(messages.filter(({ role }) => role === "user").map(({ channel }) => channel)).toEqual([
      "api",
      "telegram",
      "web",
    ]);
  });

  await test.step("the official OpenAI client streams with the same key", async () => {
    const openai = new OpenAI({ baseURL: `${product.url}/api/v1`, apiKey, maxRetries: 0 });
    const [model] = (await openai.models.list()).data;
    const stream = await openai.chat.completions.create({
      model: model?.id ?? "",
      messages: [{ role: "user", content: `Hello. ${AT_ONCE}` }],
      stream: true,
    });
    let text = "";
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? "";
    expect(text).not.toBe("");
  });

  await test.step("a revoked key is refused at its next request", async () => {
    await revoke();
    const openai = new OpenAI({ baseURL: `${product.url}/api/v1`, apiKey, maxRetries: 0 });
    await expect(openai.models.list()).rejects.toMatchObject({ status: 401 });
  });

  await test.step("Telegram is unlinked on the web, and the chat is told how to come back", async () => {
    await unlinkTelegram(page);
    await phone.getByRole("textbox", { name: "Message" }).fill("Are you there?");
    await phone.getByRole("button", { name: "Send" }).click();
    await expect(phone.getByRole("log")).toContainText("not connected to an account");
  });
});
