import { findings } from "./axe.ts";
import { connectTelegram, makeApiKey, openOnPhone, unlinkTelegram } from "./doors.ts";
import { register, untilWhole, write } from "./person.ts";
import { expect, test } from "./product.ts";

test("axe finds nothing on any page, in light and in dark", async ({ page }) => {
  // A hundred rules over whole pages: minutes on a busy machine with two cores.
  test.setTimeout(400_000);
  for (const path of ["/", "/login", "/register"]) {
    await page.goto(path);
    expect(await findings(page), path).toEqual([]);
  }
  await register(page);
  expect(await findings(page), "empty dashboard").toEqual([]);
  await write(page, "Show me a table and some code. [[sandbox first=0 interval=0]]");
  await untilWhole(page);
  expect(await findings(page), "chat").toEqual([]);
  await write(page, "Fail. [[sandbox first=0 interval=1 break=error-chunk after=8]]");
  await expect(page.getByText("The answer stopped half way")).toBeVisible();
  expect(await findings(page), "failed answer").toEqual([]);
  await page.getByRole("button", { name: /^Model: / }).click();
  await expect(page.getByRole("option").first()).toBeVisible();
  expect(await findings(page), "model picker").toEqual([]);
  for (const path of ["/conversations", "/context", "/models", "/settings", "/no-such-page"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    expect(await findings(page), path).toEqual([]);
  }
  await page.goto("/settings");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByRole("dialog")).toBeVisible();
  expect(await findings(page), "palette").toEqual([]);
});

test("axe finds nothing on the way into Telegram, on its phone, and among keys, in light and in dark", async ({
  page,
  context,
}) => {
  test.setTimeout(400_000);
  await register(page);
  await page.goto("/telegram");
  await expect(page.getByRole("img", { name: /^Code that opens/ })).toBeVisible();
  expect(await findings(page), "waiting").toEqual([]);
  const stranger = await openOnPhone(page, context);
  expect(await findings(page), "opened").toEqual([]);
  await page.getByRole("button", { name: "Not me" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Not you" })).toBeVisible();
  expect(await findings(page), "refused").toEqual([]);
  await stranger.close();
  const phone = await connectTelegram(page, context);
  expect(await findings(page), "connected").toEqual([]);
  expect(await findings(phone), "phone").toEqual([]);
  await unlinkTelegram(page);
  expect(await findings(page), "unlinked").toEqual([]);
  await makeApiKey(page);
  expect(await findings(page), "keys").toEqual([]);
  await page.getByRole("button", { name: "New key" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  expect(await findings(page), "new key").toEqual([]);
});
