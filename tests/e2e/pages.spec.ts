import type { Page } from "@playwright/test";
import { register, untilWhole, write } from "./person.ts";
import { expect, test } from "./product.ts";

/** A field by its label, with the sentence that stands beside it when something is wrong. */
function fieldOf(page: Page, label: string) {
  const field = page.getByRole("textbox", { name: label, exact: true });
  return {
    field,
    /** It says so to the eye and to assistive technology, and the focus is there. */
    async isRefused(words: RegExp) {
      await expect(field).toHaveAttribute("aria-invalid", "true");
      await expect(field).toHaveAccessibleDescription(words);
    },
    async isFine() {
      await expect(field).not.toHaveAttribute("aria-invalid", "true");
    },
  };
}

test("pages change without loading the document anew, there and back, and the chat is as it was", async ({ page }) => {
  await register(page);
  await write(page, "Where do storks nest? [[sandbox first=0 interval=0]]");
  await untilWhole(page);
  await page.evaluate("window.stillHere = true");
  const loaded: string[] = [];
  page.on("request", (request) => {
    if (request.isNavigationRequest()) loaded.push(request.url());
  });
  const chat = new URL(page.url()).pathname;
  const pages = page.getByRole("navigation", { name: "Pages" });
  const shown = ["Context", "Writes first", "Models", "Telegram", "Settings"];
  for (const name of shown) {
    await pages.getByRole("link", { name, exact: true }).click();
    await expect(pages.getByRole("link", { name, exact: true })).toHaveAttribute("aria-current", "page");
    await expect(page.getByRole("main").getByRole("heading", { level: 1 })).toBeVisible();
  }
  for (const name of shown.toReversed().slice(1)) {
    await page.goBack();
    await expect(pages.getByRole("link", { name, exact: true })).toHaveAttribute("aria-current", "page");
  }
  await page.goBack();
  await expect(page).toHaveURL(chat);
  await expect(page.getByRole("article", { name: "You" })).toContainText("Where do storks nest?");
  await page
    .getByRole("link", { name: /New chat/ })
    .first()
    .click();
  await expect(page).toHaveURL(/\/dashboard/);
  expect(await page.evaluate<boolean>("window.stillHere")).toBe(true);
  expect(loaded).toEqual([]);
});

test("a form says beside the field what is missing or wrong, goes there, and asks nobody before it is right", async ({
  page,
}) => {
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST") asked.push(new URL(request.url()).pathname);
  });
  const [email, password] = [fieldOf(page, "Email"), page.getByLabel("Password", { exact: true })];
  const passwordSays = (words: RegExp) => expect(password).toHaveAccessibleDescription(words);

  await test.step("nothing at all, then half of it, when an account is made", async () => {
    await page.goto("/register");
    const make = page.getByRole("button", { name: "Make the account" });
    await expect(page.locator("form[novalidate]")).toBeVisible();
    await make.click();
    await email.isRefused(/not a whole e-mail address/);
    await passwordSays(/at least 10 characters/);
    await expect(email.field).toBeFocused();
    await email.field.fill("ada@");
    await password.fill("short");
    await make.click();
    await email.isRefused(/such as name@example\.com/);
    await email.field.fill("ada@example.com");
    await email.isFine();
    await make.click();
    await passwordSays(/Take at least 10 characters/);
    await expect(password).toBeFocused();
    await expect(page).toHaveURL(/\/register/);
  });

  await test.step("an empty password when somebody signs in", async () => {
    await page.goto("/login");
    await expect(page.locator("form[novalidate]")).toBeVisible();
    await email.field.fill("ada@example.com");
    await page.getByRole("button", { name: "Sign in" }).click();
    await passwordSays(/Write your password/);
    await expect(password).toBeFocused();
    expect(asked).toEqual([]);
  });

  await test.step("what the server alone knows stands above the fields, which keep what was written", async () => {
    await password.fill("not the right words");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("alert").filter({ hasText: "do not belong together" })).toBeVisible();
    await expect(email.field).toHaveValue("ada@example.com");
    await expect(password).toHaveValue("not the right words");
  });

  await register(page);
  await test.step("a name that is too long, and a key without a name or a scope, in the settings", async () => {
    await page.goto("/settings");
    const name = fieldOf(page, "Name");
    await name.field.fill("a".repeat(81));
    await page.getByRole("button", { name: "Save" }).click();
    await name.isRefused(/At most 80 characters/);
    await expect(name.field).toBeFocused();
    await name.field.fill("Ada");
    await name.isFine();
    asked.length = 0;
    await page.getByRole("button", { name: "New key" }).click();
    const dialog = page.getByRole("dialog");
    const ticked = dialog.getByRole("checkbox", { checked: true });
    await expect(ticked).toHaveCount(2);
    await ticked.first().uncheck();
    await ticked.first().uncheck();
    await dialog.getByRole("button", { name: "Make the key" }).click();
    const keyName = dialog.getByLabel("Name", { exact: true });
    await expect(keyName).toHaveAccessibleDescription(/Give the key a name/);
    await expect(keyName).toBeFocused();
    await expect(dialog.getByRole("group", { name: "It may" })).toHaveAccessibleDescription(/at least one scope/);
    expect(asked.filter((path) => path.includes("apiKeys"))).toEqual([]);
    await dialog.getByRole("button", { name: "Leave it" }).click();
  });

  await test.step("what is too long in the context stays in its field, and is not saved", async () => {
    await page.goto("/context");
    const occupation = fieldOf(page, "Occupation");
    await occupation.field.fill("a".repeat(201));
    await occupation.isRefused(/At most 200 characters/);
    await occupation.field.fill("Clockmaker");
    await occupation.isFine();
    await expect(page.getByRole("main").getByText(/^Saved/)).toBeVisible();
  });
});
