import { expect, test } from "vitest";
import { updateProactive } from "../../integration/proactive/control/update-proactive.ts";
import { readSituation } from "../../integration/proactive/planning/read-situation.ts";
import { createTestContext } from "../../testing/create-test-context.ts";
import { getAccount } from "../get-account.ts";
import { confirmEmail } from "./confirm-email.ts";
import { sendEmailConfirmation } from "./send-email-confirmation.ts";

const HOUR = 3_600_000;
const OVER = { code: "FORBIDDEN", details: { reason: "link-over" } };

/** Somebody with an account, and the token that stands in a letter to them. */
async function open() {
  const base = createTestContext();
  const person = await base.newPerson("ada@example.com");
  const { email } = base.channels;
  const lastToken = () => {
    const found = /token=([\w-]+)/.exec(email.accepted.at(-1)?.text ?? "");
    if (!found?.[1]) throw new Error("No letter holds a link.");
    return found[1];
  };
  const guest = base.as({ kind: "guest" });
  const isConfirmed = async () => (await getAccount(person)).emailConfirmedAt !== null;
  return { base, person, email, guest, lastToken, isConfirmed };
}

test("a link that was sent to the address confirms it once, on any device, and is kept as its hash alone", async () => {
  const { base, person, email, guest, lastToken, isConfirmed } = await open();
  expect(await sendEmailConfirmation(person)).toEqual({ state: "sent" });
  const [letter, ...more] = email.accepted;
  expect(more).toEqual([]);
  expect(letter).toMatchObject({ to: { name: "", address: "ada@example.com" }, unsubscribeUrl: null });
  expect(letter?.html).toContain(`https://procode.example/api/email/confirm?token=${lastToken()}`);
  expect(JSON.stringify([...base.store.tables().emailConfirmations.values()])).not.toContain(lastToken());
  expect(await isConfirmed()).toBe(false);
  await confirmEmail(guest, { token: lastToken() });
  expect((await getAccount(person)).emailConfirmedAt).toEqual(base.clock.now());
  await expect(confirmEmail(guest, { token: lastToken() })).rejects.toMatchObject(OVER);
  expect(await sendEmailConfirmation(person)).toEqual({ state: "confirmed" });
  expect(email.requests).toHaveLength(1);
});

test("a link is over after a day and with the next one, and every wrong one is answered alike", async () => {
  const { base, person, guest, lastToken, isConfirmed } = await open();
  await sendEmailConfirmation(person);
  const first = lastToken();
  await sendEmailConfirmation(person);
  const second = lastToken();
  base.clock.advance(24 * HOUR);
  const said = [];
  for (const token of [first, second, "", "made-up", "../..", "x".repeat(10_000)]) {
    said.push(await confirmEmail(guest, { token }).catch((error: unknown) => error));
  }
  expect(new Set(said.map(String)).size).toBe(1);
  for (const error of said) expect(error).toMatchObject(OVER);
  expect(await isConfirmed()).toBe(false);
  await sendEmailConfirmation(person);
  base.clock.advance(24 * HOUR - 1);
  await confirmEmail(guest, { token: lastToken() });
  expect(await isConfirmed()).toBe(true);
});

test("an account sends three letters an hour, a place twenty, and links can not be tried without end", async () => {
  const { base, person, email, guest } = await open();
  for (let letter = 1; letter <= 3; letter++) await sendEmailConfirmation(person);
  await expect(sendEmailConfirmation(person)).rejects.toMatchObject({ code: "LIMITED" });
  expect(email.requests).toHaveLength(3);
  for (let other = 5; other <= 20; other++) await sendEmailConfirmation(await base.newPerson());
  await expect(sendEmailConfirmation(await base.newPerson())).rejects.toMatchObject({ code: "LIMITED" });
  for (let tries = 1; tries <= 50; tries++) {
    await expect(confirmEmail(guest, { token: "guess" })).rejects.toMatchObject(OVER);
  }
  await expect(confirmEmail(guest, { token: "guess" })).rejects.toMatchObject({ code: "LIMITED" });
});

test("where the mail server takes nothing, or there is none, it says so and asking again sends another", async () => {
  const { base, person, email, lastToken, guest, isConfirmed } = await open();
  email.script = () => ({ kind: "refused", reason: "550 nobody" });
  const away = { code: "UNAVAILABLE", details: { reason: "email-away" } };
  await expect(sendEmailConfirmation(person)).rejects.toMatchObject(away);
  const none = { ...person, channels: { ...base.channels, email: null } };
  await expect(sendEmailConfirmation(none)).rejects.toMatchObject(away);
  email.script = (letter) => {
    email.accept(letter);
    return { kind: "uncertain", reason: "cut" };
  };
  expect(await sendEmailConfirmation(person)).toEqual({ state: "sent" });
  await confirmEmail(guest, { token: lastToken() });
  expect(await isConfirmed()).toBe(true);
});

test("no guest, key or chat has a letter sent", async () => {
  const { base, person, email } = await open();
  for (const actor of [
    { kind: "guest" as const },
    { kind: "apiKey" as const, userId: person.userId, keyId: "k", scopes: ["manage" as const] },
    { kind: "channel" as const, userId: person.userId, channel: "telegram" as const },
  ]) {
    await expect(sendEmailConfirmation(base.as(actor))).rejects.toMatchObject({
      code: actor.kind === "guest" ? "UNAUTHENTICATED" : "FORBIDDEN",
    });
  }
  expect(email.requests).toEqual([]);
});

test("e-mail is chosen only with a confirmed address, goes out again without one, and is no way to one that is not", async () => {
  const { base, person, guest, lastToken } = await open();
  const refused = { code: "INVALID", details: { reason: "email-not-confirmed" } };
  await expect(updateProactive(person, { channels: ["email"], optedIn: true })).rejects.toMatchObject(refused);
  expect(await updateProactive(person, { channels: ["web"] })).toMatchObject({ channels: ["web"], optedInAt: null });
  const reachable = async () => {
    const input = { cached: null, now: base.clock.now(), hasEmail: true };
    return (await base.store.asUser(person.userId, (tx) => readSituation(tx, input))).situation.reachable;
  };
  // As somebody did who chose it before an address had to be confirmed, or while there was no mail server.
  await updateProactive({ ...person, channels: { ...base.channels, email: null } }, { channels: ["email", "web"] });
  expect(await reachable()).toEqual(["web"]);
  expect(await updateProactive(person, { channels: ["web", "email"] })).toMatchObject({ channels: ["web", "email"] });
  await sendEmailConfirmation(person);
  await confirmEmail(guest, { token: lastToken() });
  expect(await reachable()).toEqual(["web", "email"]);
  await updateProactive(person, { channels: ["web"] });
  expect(await updateProactive(person, { channels: ["email"] })).toMatchObject({ channels: ["email"] });
});
