import type { Account, ProactiveSettings, SentEmailConfirmation } from "@procode/contracts";
import { createSmtpSandbox, type SmtpSandbox } from "@procode/sandbox";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openBrowserless } from "../product/open-browserless.ts";
import { type Fleet, openFleet } from "../product/open-fleet.ts";

let mail: SmtpSandbox;
let fleet: Fleet;

beforeAll(async () => {
  mail = await createSmtpSandbox();
  fleet = await openFleet({ webs: 1, env: { SMTP_URL: mail.url } });
});
afterAll(async () => {
  await fleet?.close();
  await mail?.close();
});

it("an address is confirmed by the link in a letter, over SMTP, and only then may letters go to it", async () => {
  const ada = openBrowserless(fleet.webs[0]?.url ?? "");
  await ada.signUp();
  const choose = () => ada.ask<ProactiveSettings>("proactive.update", { channels: ["email"] }, "mutation");
  const profile = () => ada.ask<Account>("account.profile");
  const send = () => ada.ask<SentEmailConfirmation>("account.sendEmailConfirmation", undefined, "mutation");
  await expect(choose()).rejects.toThrow(/Confirm your e-mail address/);
  const { email, emailConfirmedAt } = await profile();
  expect(emailConfirmedAt).toBeNull();
  expect(await send()).toEqual({ state: "sent" });
  const [letter, ...more] = mail.letters();
  expect(more).toEqual([]);
  expect(letter?.to).toEqual([email]);
  expect(letter?.raw).not.toMatch(/^List-Unsubscribe/im);
  // As a mail program shows it: lines that were too long for the wire are one again.
  const words = (letter?.raw ?? "").replace(/=\r\n/g, "").replaceAll("=3D", "=");
  const url = /http\S+\/api\/email\/confirm\?token=[\w-]{43}/.exec(words)?.[0] ?? "";
  // Another device, which is signed in nowhere.
  expect(await (await fetch(url)).text()).toContain("It is my address");
  expect((await profile()).emailConfirmedAt).toBeNull();
  const answers = await Promise.all([1, 2, 3].map(() => fetch(url, { method: "POST" })));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 403, 403]);
  expect((await profile()).emailConfirmedAt).not.toBeNull();
  expect(await choose()).toMatchObject({ channels: ["email"] });
  expect(await send()).toEqual({ state: "confirmed" });
  expect(mail.letters()).toHaveLength(1);
});
