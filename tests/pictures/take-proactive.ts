import { join } from "node:path";
import { type Browser, expect, type Page } from "@playwright/test";
import { createSmtpSandbox } from "@procode/sandbox";
import { connectTelegram } from "../e2e/doors.ts";
import { register, untilWhole, write } from "../e2e/person.ts";
import { type Fleet, openFleet } from "../product/open-fleet.ts";

const SIZES = [390, 768, 1024, 1280];
const TOLD =
  "Retries for the bank are still open. The draft from yesterday has code and a table. Finish it, or shall I ask again on Friday?";

/** Where a picture of the README comes from: one is kept in both folders. */
type Folders = { all: string; readme: string };

/**
 * The page "Writes first" of somebody who uses it, in its widths and both themes; why a message came; the days ahead with their
 * letters; and that message with its buttons as the bot sent it to the phone.
 */
export async function takeProactive(browser: Browser, { all, readme }: Folders): Promise<void> {
  const mail = await createSmtpSandbox();
  const fleet = await openFleet({ webs: 1, bots: 1, env: { SMTP_URL: mail.url } });
  const context = await browser.newContext({
    ...{ baseURL: fleet.webs[0]?.url ?? "", viewport: { width: 1280, height: 900 } },
    ...{
      reducedMotion: "reduce" as const,
      colorScheme: "light" as const,
      timezoneId: "Europe/Warsaw",
      locale: "en-GB",
    },
  });
  try {
    const page = await context.newPage();
    await register(page);
    await page.goto("/settings");
    await page.getByLabel("Name", { exact: true }).fill("Ada Lovelace");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Name saved.").waitFor();
    const phone = await connectTelegram(page, context);
    await page.goto("/proactive");
    await page.getByRole("heading", { level: 1 }).waitFor();
    await take(page, "proactive-empty", all);
    await beTold(page, fleet);
    await phone.getByRole("log").getByText(TOLD).waitFor({ timeout: 60_000 });
    await phone.setViewportSize({ width: 430, height: 468 });
    await phone.getByRole("button", { name: "Why this message" }).click();
    await phone.getByRole("log").getByText("It rests on:").waitFor({ timeout: 60_000 });
    for (const folder of [all, readme]) await phone.screenshot({ path: join(folder, "proactive-telegram.png") });

    await orderMore(page);
    await page.goto("/proactive");
    await page.getByRole("region", { name: "History" }).getByRole("button", { name: TOLD }).click();
    await page.getByText("Telegram took it.").waitFor();
    await take(page, "proactive", all);
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.evaluate("window.scrollTo(0, 0)");
    await page.screenshot({ path: join(readme, "proactive.png") });
    const why = page.getByRole("complementary", { name: "Why this message" });
    await why.screenshot({ path: join(readme, "proactive-why.png") });

    // Letters go to a confirmed address only; whether it is confirmed is read with the page.
    await fleet.database.query("UPDATE users SET email_confirmed_at = now()");
    await page.reload();
    const ways = page.getByRole("region", { name: "Where, and how much" });
    for (const press of ["E-mail before PROCODE", "E-mail before Telegram"]) {
      const isOff = !(await ways.getByRole("switch", { name: "E-mail" }).isChecked());
      if (isOff) await ways.getByRole("switch", { name: "E-mail" }).click();
      await ways.getByRole("button", { name: press }).click();
    }
    const week = page.getByRole("region", { name: "The next seven days" });
    await week
      .getByRole("list", { name: /^Letter at/ })
      .first()
      .waitFor();
    await take(page, "proactive-letters", all);
    await page.setViewportSize({ width: 1280, height: 900 });
    for (const theme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme: theme });
      const name = theme === "light" ? "proactive-week" : "proactive-week-dark";
      await week.screenshot({ path: join(readme, `${name}.png`) });
    }
  } finally {
    await context.close();
    await fleet.close();
    await mail.close();
  }
}

/** A reminder is asked for in the chat, and comes by Telegram with its buttons. */
async function beTold(page: Page, { database, models }: Fleet): Promise<void> {
  await page.getByRole("switch", { name: /let PROCODE write first/ }).click();
  // It may be night where the picture is taken.
  await page.getByRole("switch", { name: "Quiet hours" }).click();
  await expect(page.getByText("None", { exact: true })).toBeVisible();
  await page.goto("/dashboard");
  await write(page, "Remind me tomorrow at 9 to fix retries properly. [[sandbox first=0 interval=0]]");
  await untilWhole(page);
  await expect.poll(async () => (await database.query("SELECT FROM open_loops")).length).toBe(1);
  const sendAt = new Date().toISOString();
  const reason = "You asked for a word about the retries.";
  const answer = { send: true, text: TOLD, topic: "Reminders", reason, sendAt, confidence: 0.93 };
  models.control.addRule({ contains: "best at", script: { firstMs: 0, intervalMs: 0, text: JSON.stringify(answer) } });
  await database.query("UPDATE open_loops SET due_at = date_trunc('second', now())");
  await expect(async () => {
    await database.query("UPDATE job_schedules SET next_at = now() WHERE function_id LIKE '%-proactive'");
    expect(await database.query("SELECT FROM proactive_messages WHERE state = 'sent'")).toHaveLength(1);
  }).toPass({ timeout: 90_000, intervals: [2_000] });
}

/** What is to come: two reminders, and something for every weekday. */
async function orderMore(page: Page): Promise<void> {
  for (const wish of ["on Friday at 9 to answer the landlord", "on Sunday at 8:30 to run 14 km before the rain"]) {
    await page.goto("/dashboard");
    await write(page, `Remind me ${wish}. [[sandbox first=0 interval=0]]`);
    await untilWhole(page);
  }
  await page.goto("/proactive");
  await page.getByRole("switch", { name: "Quiet hours" }).click();
  const own = page.getByRole("region", { name: "At times of your own" });
  await own.getByRole("button", { name: "Add" }).click();
  await own.getByLabel("What to tell you").fill("My plan for the day");
  await own.getByRole("button", { name: "Add" }).last().click();
  await own.getByText("Weekdays, 08:00").waitFor();
}

/** The whole page in each width and theme. */
async function take(page: Page, name: string, folder: string): Promise<void> {
  await page.mouse.move(0, 0);
  await page.evaluate("document.fonts.ready");
  for (const width of SIZES) {
    await page.setViewportSize({ width, height: 900 });
    await page.evaluate("window.scrollTo(0, 0)");
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(folder, `${name}-${colorScheme}-${width}.png`), fullPage: true });
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
}
