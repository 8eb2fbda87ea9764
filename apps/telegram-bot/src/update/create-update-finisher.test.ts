import { claimTelegramChats, nextTelegramWork, ProcodeError, receiveTelegramUpdates } from "@procode/core";
import { expect, it } from "vitest";
import { openChat } from "../testing/open-chat.ts";
import { createUpdateFinisher } from "./create-update-finisher.ts";

async function openUpdate(languageCode: string) {
  const { job } = await openChat({ linked: false });
  const payload = { message: { text: "poison", from: { language_code: languageCode } } };
  await receiveTelegramUpdates(job, {
    botId: 1,
    updates: [{ updateId: 9, chatId: 1_001, kind: "message", payload, ignore: null }],
  });
  const [owner] = await claimTelegramChats(job, { botId: 1, limit: 1 });
  const work = owner && (await nextTelegramWork(job, owner));
  if (!owner || work?.kind !== "update") throw new Error("no update waits");
  return { job, owner, update: work.update };
}

it("an update that fails each time is given up at the fifth, in words of the person's language", async () => {
  const { job, owner, update } = await openUpdate("pl");
  const finish = createUpdateFinisher(job, () => Promise.reject(new Error("broken")));
  for (let tries = 1; tries < 5; tries++) await expect(finish(owner, update)).rejects.toThrow("broken");
  expect(await finish(owner, update)).toBe("again");
  expect(await nextTelegramWork(job, owner)).toMatchObject({
    kind: "send",
    send: { body: { text: expect.stringMatching(/^Na tę wiadomość nie udało się/) } },
  });
});

it("a database that is away uses up no try", async () => {
  const { job, owner, update } = await openUpdate("en");
  const away = new ProcodeError("UNAVAILABLE", "The database is away.", { reason: "database-away" });
  const finish = createUpdateFinisher(job, () => Promise.reject(away));
  for (let tries = 1; tries < 10; tries++) await expect(finish(owner, update)).rejects.toThrow("away");
});
