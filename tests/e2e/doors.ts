import { type BrowserContext, expect, type Page } from "@playwright/test";

/** Opens the link of /telegram on the sandbox's phone and confirms on the web who did. Returns the phone, connected. */
export async function connectTelegram(page: Page, context: BrowserContext): Promise<Page> {
  const phone = await openOnPhone(page, context);
  await page.getByRole("button", { name: "It is me, connect" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Connected" })).toBeVisible();
  await expect(phone.getByRole("log")).toContainText("belongs to the PROCODE account");
  return phone;
}

/** As far as the question on the web whether it was the person. */
export async function openOnPhone(page: Page, context: BrowserContext): Promise<Page> {
  await page.goto("/telegram");
  const href = await page.getByRole("link", { name: /^Open @/ }).getAttribute("href");
  const phone = await context.newPage();
  await phone.goto(href ?? "");
  await phone.getByRole("button", { name: "Start", exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: "Opened by" })).toBeVisible();
  return phone;
}

/** Makes a key in the settings. `revoke` ends it there. */
export async function makeApiKey(page: Page): Promise<{ apiKey: string; revoke: () => Promise<void> }> {
  const name = "Invoice script";
  await page.goto("/settings");
  await page.getByRole("button", { name: "New key" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill(name);
  await dialog.getByRole("button", { name: "Make the key" }).click();
  const apiKey = (await dialog.getByText(/^pk_\S{20,}$/).textContent()) ?? "";
  await dialog.getByRole("button", { name: "I have it" }).click();
  await expect(page.getByText(apiKey)).toHaveCount(0);
  return {
    apiKey,
    async revoke() {
      await page.goto("/settings");
      await page.getByRole("button", { name: `Revoke ${name}` }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
      await expect(page.getByRole("status").filter({ hasText: "is revoked" })).toBeVisible();
    },
  };
}

/** Ends the connection on the web. */
export async function unlinkTelegram(page: Page): Promise<void> {
  await page.goto("/telegram");
  await page.getByRole("button", { name: "Unlink" }).click();
  await page.getByRole("button", { name: "Unlink now" }).click();
  await expect(page.getByRole("heading", { name: "Telegram is unlinked" })).toBeVisible();
}
