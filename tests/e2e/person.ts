import { randomUUID } from "node:crypto";
import { expect, type Locator, type Page } from "@playwright/test";

export type Account = { email: string; password: string };

/** Registers through the pages and ends on the dashboard. */
export async function register(page: Page): Promise<Account> {
  const account = { email: `e2e-${randomUUID()}@example.com`, password: "four words are easy" };
  await page.goto("/register");
  await page.getByLabel("Email", { exact: true }).fill(account.email);
  await page.getByLabel("Password", { exact: true }).fill(account.password);
  await page.getByRole("button", { name: "Make the account" }).click();
  await expect(page).toHaveURL(/\/login/);
  await logIn(page, account);
  return account;
}

export async function logIn(page: Page, { email, password }: Account): Promise<void> {
  if (!page.url().includes("/login")) await page.goto("/login");
  await page.getByLabel("Email", { exact: true }).fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  // A process that has just started draws its first page slowly where others work too.
  await expect(page).toHaveURL(/\/dashboard/, { timeout: 30_000 });
}

export async function write(page: Page, text: string): Promise<void> {
  await page.getByRole("textbox", { name: "Message", exact: true }).fill(text);
  await page.keyboard.press("Enter");
}

export const answers = (page: Page): Locator => page.getByRole("article", { name: "PROCODE" });
export const lastAnswer = (page: Page): Locator => answers(page).last();

/** Waits for the grey line that stands under an answer once it is whole. */
export async function untilWhole(page: Page): Promise<void> {
  await expect(lastAnswer(page).getByRole("button", { name: "Ask again" }).first()).toBeVisible({ timeout: 60_000 });
}
