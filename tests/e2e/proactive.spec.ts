import { randomUUID } from "node:crypto";
import { test as base, expect, type Page } from "@playwright/test";
import { CLOCK, type Point, pointAt } from "../../apps/web/features/proactive/clock-face.ts";
import { createSmtpSandbox, type SmtpSandbox } from "@procode/sandbox";
import { type Fleet, openFleet } from "../product/open-fleet.ts";
import { sendFirst } from "../product/send-first.ts";
import { findings } from "./axe.ts";
import { answers, register, untilWhole, write } from "./person.ts";

/** One web process whose database a test can set an hour ahead, and a mail server. */
const test = base.extend<object, { fleet: Fleet; mail: SmtpSandbox }>({
  mail: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from the pattern
    async ({}, use) => {
      const mail = await createSmtpSandbox();
      await use(mail);
      await mail.close();
    },
    { scope: "worker" },
  ],
  fleet: [
    async ({ mail }, use) => {
      const fleet = await openFleet({ webs: 1, env: { SMTP_URL: mail.url } });
      await use(fleet);
      await fleet.close();
    },
    { scope: "worker", timeout: 400_000 },
  ],
  baseURL: ({ fleet }, use) => use(fleet.webs[0]?.url),
});

const WORDS = "The plants want water. You asked for a word about them.";
const section = (page: Page, name: string) => page.getByRole("region", { name });

test("a message that was asked for comes once, says why, and what is said of it holds", async ({ page, fleet }) => {
  const { database, models } = fleet;
  await register(page);
  await page.goto("/proactive");
  const letItWrite = page.getByRole("switch", { name: /let PROCODE write first/ });

  await test.step("nothing is written before somebody switches it on", async () => {
    await expect(letItWrite).not.toBeChecked();
    await letItWrite.click();
    await expect(letItWrite).toBeChecked();
  });

  await test.step("quiet hours are moved with the keys and the mouse, and are as they were left after a reload", async () => {
    const from = page.getByRole("slider", { name: "Quiet from" });
    await from.focus();
    await page.keyboard.press("ArrowRight");
    await expect(from).toHaveAttribute("aria-valuetext", "22:15");
    await expect(page.getByText("22:15 to 07:30", { exact: true })).toBeVisible();
    await untilStored(database, "SELECT FROM proactive_settings WHERE quiet_hours->0->>'from' = '22:15'");
    await page.reload();
    await expect(page.getByText("22:15 to 07:30", { exact: true })).toBeVisible();
    await expect(letItWrite).toBeChecked();
    const until = page.getByRole("slider", { name: "Quiet until" });
    await drag(page, pointAt(7.5 * 60, CLOCK.ring), pointAt(9 * 60, CLOCK.ring));
    await expect(until).toHaveAttribute("aria-valuetext", "09:00");
    const typed = page.getByLabel("From", { exact: true });
    await typed.fill("25");
    await typed.press("Tab");
    await expect(page.getByText("Write it as 08:00.")).toBeVisible();
    expect(await findings(page)).toEqual([]);
    await typed.fill("23.30");
    await typed.press("Tab");
    await expect(typed).toHaveValue("23:30");
    await expect(page.getByText("23:30 to 09:00", { exact: true })).toBeVisible();
    await untilStored(database, "SELECT FROM proactive_settings WHERE quiet_hours->0->>'from' = '23:30'");
    // The test runs at any hour of the day.
    await page.getByRole("switch", { name: "Quiet hours" }).click();
    await untilStored(database, "SELECT FROM proactive_settings WHERE quiet_hours->0 = 'null'");
  });

  await test.step("what a person asks to be reminded of stands in the days ahead", async () => {
    await page.goto("/dashboard");
    await write(page, "Remind me tomorrow at 9 to water the plants. [[sandbox first=0 interval=0]]");
    await untilWhole(page);
    await untilStored(database, "SELECT FROM open_loops");
    await page.goto("/proactive");
    await section(page, "The next seven days").getByRole("button", { name: "Water the plants" }).click();
    await expect(page.getByRole("complementary", { name: "Why this message" })).toContainText(/water the plants/i);
  });

  await test.step("it comes by itself in its time, with a note in the open page", async () => {
    const sendAt = new Date().toISOString();
    const answer = { send: true, text: WORDS, topic: "Reminders", reason: "You asked.", sendAt, confidence: 0.9 };
    models.control.addRule({
      contains: "best at",
      script: { firstMs: 0, intervalMs: 0, text: JSON.stringify(answer) },
    });
    await database.query("UPDATE open_loops SET due_at = date_trunc('second', now())");
    const note = page.getByRole("status").filter({ hasText: WORDS });
    await expect(async () => {
      await database.query("UPDATE job_schedules SET next_at = now() WHERE function_id LIKE '%-proactive'");
      await expect(note).toBeVisible({ timeout: 4_000 });
    }).toPass({ timeout: 60_000 });
    // Held by the pointer, so that a slow machine finds it.
    await note.getByRole("button", { name: "Open" }).click();
    await expect(section(page, "History").getByRole("button", { name: WORDS })).toBeFocused();
    await expect(page).toHaveURL(/\/proactive#[\da-f-]{36}$/);
    const sent = await database.query("SELECT FROM proactive_messages");
    expect(sent).toHaveLength(1);
  });

  await test.step("why it came stands beside it: whose words it rests on, who wrote it and for how much", async () => {
    const history = section(page, "History");
    await history.getByRole("button", { name: WORDS }).click();
    await expect(history.getByText("Read", { exact: true })).toBeVisible();
    const why = page.getByRole("complementary", { name: "Why this message" });
    await expect(why.getByText("You asked to be reminded:")).toBeVisible();
    await expect(why.getByText("water the plants", { exact: true })).toBeVisible();
    await expect(why.getByText(/, \$0\.0\d{3}$|, free$|, under/)).toBeVisible();
    // In words of people, and not as the ledger names its channels.
    await expect(why.getByText("It is sent in PROCODE.")).toBeVisible();
    expect(await findings(page)).toEqual([]);
  });

  await test.step("less of it takes its topic down a step, and a thumb stays", async () => {
    const reminders = page.getByRole("slider", { name: "Reminders" });
    await expect(reminders).toHaveAttribute("aria-valuetext", "Sometimes");
    await page.getByRole("button", { name: "Less of this" }).click();
    await expect(reminders).toHaveAttribute("aria-valuetext", "Rarely");
    const useful = section(page, "History").getByRole("button", { name: "Useful", exact: true });
    await useful.click();
    await expect(page.getByText("Noted: this was useful.")).toBeVisible();
    await page.reload();
    await expect(useful).toHaveAttribute("aria-pressed", "true");
    await expect(reminders).toHaveAttribute("aria-valuetext", "Rarely");
  });

  await test.step("a snooze says until when, and can be ended", async () => {
    await section(page, "History").getByRole("button", { name: "Snooze" }).click();
    await page.getByRole("menuitem", { name: "For 3 hours" }).click();
    await expect(page.getByText(/^Snoozed\. Nothing is written first before/)).toBeVisible();
    await page.getByRole("button", { name: "End the snooze" }).click();
    await expect(page.getByText(/^Snoozed\. Nothing/)).toHaveCount(0);
  });

  await test.step("a time of one's own is added, and stands in the days ahead", async () => {
    const own = section(page, "At times of your own");
    await own.getByRole("button", { name: "Add" }).click();
    await own.getByLabel("What to tell you").fill("My plan for the day");
    // By a clock of 24 hours, however the computer is set, and sent as it is typed.
    await own.getByLabel("At", { exact: true }).fill("8");
    await own.getByLabel("At", { exact: true }).press("Enter");
    await expect(own.getByText("Weekdays, 08:00")).toBeVisible();
    const ahead = section(page, "The next seven days").getByText("My plan for the day");
    await expect(ahead.first()).toBeVisible();
    await own.getByRole("button", { name: "Pause My plan for the day" }).click();
    await expect(own.getByText("Paused · Weekdays, 08:00")).toBeVisible();
    await expect(ahead).toHaveCount(0);
    await own.getByRole("button", { name: "Let My plan for the day go on" }).click();
    await expect(ahead.first()).toBeVisible();
  });

  await test.step("what came goes on as a conversation", async () => {
    await section(page, "History").getByRole("button", { name: WORDS }).click();
    await page.getByRole("link", { name: "Open", exact: true }).click();
    await expect(page).toHaveURL(/\/chat\//);
    await expect(page.getByRole("article", { name: "PROCODE" })).toContainText(WORDS);
    await write(page, "Done. [[sandbox first=0 interval=0]]");
    // What it answers is whole itself.
    await expect(answers(page)).toHaveCount(2);
    await untilWhole(page);
    await page.goto("/proactive");
    await expect(section(page, "History").getByText("Answered", { exact: true })).toBeVisible();
  });
});

test("a letter leads to its message, however old; what is opened in its conversation is read", async ({
  page,
  fleet,
  mail,
}) => {
  const { database } = fleet;
  const account = await register(page);
  const [{ id: userId } = { id: "" }] = await database.query<{ id: string }>("SELECT id FROM users WHERE email = $1", [
    account.email,
  ]);
  await page.goto("/proactive");
  await page.getByRole("switch", { name: /let PROCODE write first/ }).click();
  const ways = section(page, "Where, and how much");
  const order = () => ways.getByRole("listitem").getByRole("switch", { checked: true });
  const isStored = (channels: string) =>
    untilStored(database, `SELECT FROM proactive_settings WHERE user_id = '${userId}' AND channels = '{${channels}}'`);

  await test.step("letters want a confirmed address: the page sends a link, which is opened once", async () => {
    await expect(ways.getByRole("switch", { name: "E-mail" })).toHaveCount(0);
    await ways.getByRole("button", { name: "Send the link" }).click();
    await expect(ways.getByText(/^A letter is on its way to/)).toBeVisible();
    const [letter] = mail.letters();
    const [link = ""] = /http\S+token=[\w-]{43}/.exec(plain(letter?.raw)) ?? [];
    await page.goto(link);
    await page.getByRole("button", { name: "It is my address" }).click();
    await page.goto("/proactive");
    await expect(ways.getByRole("button", { name: "Send the link" })).toHaveCount(0);
  });

  await test.step("e-mail is switched on, goes ahead of the others one step at a time, and stays there", async () => {
    await ways.getByRole("switch", { name: "E-mail" }).click();
    await isStored("telegram,web,email");
    await ways.getByRole("button", { name: "E-mail before PROCODE" }).click();
    await isStored("telegram,email,web");
    await ways.getByRole("button", { name: "E-mail before Telegram" }).click();
    await isStored("email,telegram,web");
    await page.reload();
    await expect(order()).toHaveCount(3);
    await expect(order().first()).toHaveAccessibleName("E-mail");
    await expect(page.getByText("On, by e-mail")).toBeVisible();
  });

  await test.step("the days ahead know the letter, and what it brings", async () => {
    const own = section(page, "At times of your own");
    await own.getByRole("button", { name: "Add" }).click();
    await own.getByLabel("What to tell you").fill("My plan for the day");
    await own.getByRole("button", { name: "Add" }).last().click();
    const letter = page.getByRole("list", { name: "Letter at 09:00" }).first();
    await letter.getByRole("button", { name: /My plan for the day/ }).click();
    const why = page.getByRole("complementary", { name: "Why this message" });
    await expect(why.getByText("In the one letter of that day, with all else that waits.")).toBeVisible();
    expect(await findings(page)).toEqual([]);
  });

  await test.step("the link of a letter opens the page at its message, with its reasons", async () => {
    await sendFirst(fleet, userId, "The landlord waits for an answer.");
    const came = () =>
      mail.letters().flatMap(({ raw }) => /http\S+\/proactive#[\da-f-]{36}/.exec(plain(raw))?.[0] ?? []);
    await expect.poll(came).toHaveLength(1);
    const [link = ""] = came();
    // As on a device where nobody is signed in.
    await page.context().clearCookies();
    await page.goto(link);
    await page.getByLabel("Email", { exact: true }).fill(account.email);
    await page.getByLabel("Password", { exact: true }).fill(account.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expectOpened(page, "The landlord waits for an answer.");
    await expect(page.getByRole("complementary").getByText("by e-mail", { exact: true })).toBeVisible();
  });

  await test.step("also when it is older than the history reaches, and says so when there is none", async () => {
    await database.query(
      `WITH moved AS (UPDATE proactive_plans SET scheduled_for = scheduled_for - interval '40 days', slot = slot - interval '40 days' WHERE user_id = $1)
       UPDATE proactive_messages SET taken_at = taken_at - interval '40 days' WHERE user_id = $1`,
      [userId],
    );
    await page.reload();
    await expectOpened(page, "The landlord waits for an answer.");
    await page.goto("/dashboard");
    await page.goto(`/proactive#${randomUUID()}`);
    await expect(page.getByText(/^That message is not kept any more/)).toBeVisible();
    expect(await findings(page)).toEqual([]);
  });

  await test.step("e-mail is switched off again", async () => {
    await ways.getByRole("switch", { name: "E-mail" }).click();
    await isStored("telegram,web");
    await expect(page.getByRole("list", { name: /^Letter at/ })).toHaveCount(0);
  });

  await test.step("a message that is opened from the list of conversations is read, and not before", async () => {
    await page.goto("/dashboard");
    await sendFirst(fleet, userId, "The plants want water.");
    const states = () =>
      database.query("SELECT state FROM proactive_messages WHERE user_id = $1 AND channel = 'web'", [userId]);
    await expect.poll(states).toEqual([{ state: "sent" }]);
    const theirs = page.getByRole("navigation", { name: "Conversations" }).getByRole("link", { name: /Tea/ });
    // Above the one of the letter.
    await expect(theirs).toHaveCount(2);
    await theirs.first().click();
    await expect(page.getByRole("article", { name: "PROCODE" })).toContainText("The plants want water.");
    await expect.poll(states).toEqual([{ state: "read" }]);
  });
});

/** The words of a letter as its reader sees them: lines too long for the wire are one again. */
const plain = (raw = ""): string => raw.replace(/=\r?\n/g, "").replaceAll("=3D", "=");

/** The page stands at this message: it has the focus in the history, and its reasons stand beside it. */
async function expectOpened(page: Page, words: string): Promise<void> {
  await expect(section(page, "History").getByRole("button", { name: words })).toBeFocused();
  await expect(page.getByRole("complementary", { name: "Why this message" })).toContainText(words);
}

/** From one point of the clock to another, in its own units. */
async function drag(page: Page, from: Point, to: Point): Promise<void> {
  const box = await page.locator("svg", { has: page.getByRole("slider") }).boundingBox();
  if (!box) throw new Error("there is no clock");
  const scale = box.width / CLOCK.size;
  await page.mouse.move(box.x + from.x * scale, box.y + from.y * scale);
  await page.mouse.down();
  await page.mouse.move(box.x + to.x * scale, box.y + to.y * scale, { steps: 4 });
  await page.mouse.up();
}

/** The same choice made in a page is soon in the database. */
async function untilStored(database: Fleet["database"], rows: string): Promise<void> {
  await expect.poll(async () => (await database.query(rows)).length, { timeout: 15_000 }).toBeGreaterThan(0);
}
