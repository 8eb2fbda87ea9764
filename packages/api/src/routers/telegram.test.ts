import { jobContext, openTelegramLink } from "@procode/core";
import { createTestContext, openTelegramChat } from "@procode/core/testing";
import { expect, it } from "vitest";
import { createCaller } from "../app-router.ts";

async function begin() {
  const base = createTestContext();
  const person = await base.newPerson();
  const { botId } = await openTelegramChat(base);
  const { telegram } = createCaller(person);
  const open = async () => {
    const { link, url } = await telegram.createLink();
    const token = new URL(url).searchParams.get("start") ?? "";
    const ada = { telegramUserId: 1, username: "ada", name: "Ada" };
    await openTelegramLink(jobContext(base, "bot"), { botId, chatId: 501, person: ada, token });
    return { linkId: link.id };
  };
  return { base, person, telegram, open };
}

it("a link is made, opened, confirmed and unlinked through the router", async () => {
  const { telegram, open } = await begin();
  expect(await telegram.status()).toMatchObject({ bot: { username: "procode_bot" }, connection: null, link: null });
  const input = await open();
  expect((await telegram.status()).link).toMatchObject({
    id: input.linkId,
    state: "opened",
    openedBy: { name: "Ada" },
  });
  expect((await telegram.confirm(input)).connection).toMatchObject({ state: "active", person: { username: "ada" } });
  expect((await telegram.update({ showReceipt: false })).connection).toMatchObject({ showReceipt: false });
  await telegram.unlink();
  expect(await telegram.status()).toMatchObject({ connection: null, link: null });
});

it("a link is refused through the router, and says why it can not be used any more", async () => {
  const { telegram, open } = await begin();
  const input = await open();
  expect((await telegram.refuse(input)).link).toMatchObject({ state: "refused" });
  await expect(telegram.confirm(input)).rejects.toMatchObject({
    ...{ code: "CONFLICT", message: expect.stringContaining("Make a new one") },
  });
  await expect(telegram.confirm({ linkId: "not an id" })).rejects.toMatchObject({ code: "BAD_REQUEST" });
});

it("a chat may unlink itself, but makes and confirms nothing", async () => {
  const { base, person, telegram, open } = await begin();
  const input = await open();
  await telegram.confirm(input);
  const chat = createCaller(base.as({ kind: "channel", userId: person.userId, channel: "telegram" })).telegram;
  expect((await chat.status()).connection).toMatchObject({ state: "active" });
  await expect(chat.createLink()).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(chat.confirm(input)).rejects.toMatchObject({ code: "FORBIDDEN" });
  await chat.unlink();
  expect((await telegram.status()).connection).toBeNull();
});
