import { randomUUID } from "node:crypto";
import { openBrowserless } from "../product/open-browserless.ts";
import { logIn } from "./person.ts";
import { expect, test } from "./product.ts";

test.use({ javaScriptEnabled: false });

test("a browser without JavaScript registers, signs in and reads", async ({ page }) => {
  const email = `nojs-${randomUUID()}@example.com`;
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.goto("/register");
  await page.getByLabel("Email", { exact: true }).fill(email);
  await page.getByLabel("Password", { exact: true }).fill("four words are easy");
  await page.getByRole("button", { name: "Make the account" }).click();
  await expect(page).toHaveURL(/\/login\?registered=1/);
  await page.getByLabel("Email", { exact: true }).fill(email);
  await page.getByLabel("Password", { exact: true }).fill("wrong words here");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/login\?.*error=wrong-login/);
  await expect(page.getByRole("alert")).toBeVisible();
  await page.getByLabel("Email", { exact: true }).fill(email);
  await page.getByLabel("Password", { exact: true }).fill("four words are easy");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/dashboard/);
  await page.goto("/models");
  await expect(page.getByRole("heading", { level: 1, name: "Models" })).toBeVisible();
});

test("a browser without JavaScript reads a conversation at its address", async ({ page, product }) => {
  const elsewhere = openBrowserless(product.url);
  const account = await elsewhere.signUp();
  const sent = await elsewhere.send("Where do storks nest? [[sandbox echo first=0 interval=0]]");
  const { message } = await elsewhere.follow(sent.generationId);
  await logIn(page, account);
  await page.goto(`/chat/${sent.conversationId}`);
  await expect(page.getByRole("article", { name: "You" })).toContainText("Where do storks nest?");
  await expect(page.getByRole("article", { name: "PROCODE" })).toContainText(message?.text.slice(0, 20) ?? "nothing");
});
