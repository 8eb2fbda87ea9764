import { type Browser, expect, type Page } from "@playwright/test";
import type { OpenRouterSandbox } from "@procode/sandbox";
import { connectTelegram } from "../e2e/doors.ts";
import { lastAnswer, logIn, register } from "../e2e/person.ts";

const HEIGHT = 820;
const QUESTION = "Write a function that computes the delay of a retry, with a table of the waits";

/** One answer while it is written: in a browser, in another one, and in Telegram, where it was asked for; side by side. */
export async function takeGrowing(browser: Browser, sandbox: OpenRouterSandbox, url: string, files: string[]) {
  const open = (width: number, colorScheme: "light" | "dark") =>
    browser.newContext({
      baseURL: url,
      viewport: { width, height: HEIGHT },
      colorScheme,
      reducedMotion: "reduce",
      deviceScaleFactor: 2,
    });
  const [wide, narrow] = await Promise.all([open(1180, "light"), open(430, "dark")]);
  try {
    const desk = await wide.newPage();
    const account = await register(desk);
    const phone = await connectTelegram(desk, wide);
    await phone.setViewportSize({ width: 430, height: HEIGHT });
    const pocket = await narrow.newPage();
    await logIn(pocket, account);
    await desk.goto("/dashboard");

    sandbox.control.addRule({ contains: "retry", script: { firstMs: 50, intervalMs: 70 } });
    await phone.getByRole("textbox", { name: "Message" }).fill(QUESTION);
    await phone.getByRole("button", { name: "Send" }).click();
    await desk.getByRole("navigation", { name: "Conversations" }).getByRole("link", { name: /retry/ }).click();
    await desk.waitForURL(/\/chat\//);
    await pocket.goto(new URL(desk.url()).pathname);
    for (const page of [desk, pocket]) await untilLong(page);
    const taken = await Promise.all([desk, pocket, phone].map((page) => page.screenshot()));
    await compose(browser, taken, files);
  } finally {
    await Promise.all([wide.close(), narrow.close()]);
  }
}

/** Some lines stand there, and more is to come. */
async function untilLong(page: Page): Promise<void> {
  await lastAnswer(page).getByText("so far").waitFor();
  await expect(lastAnswer(page)).toContainText(/[\s\S]{420}/, { timeout: 60_000 });
}

async function compose(browser: Browser, taken: Buffer[], files: string[]): Promise<void> {
  const names = ["A browser", "Another browser", "Telegram"];
  const figures = taken.map(
    (image, index) =>
      `<figure><img src="data:image/png;base64,${image.toString("base64")}"><figcaption>${names[index]}</figcaption></figure>`,
  );
  const page = await browser.newPage({ viewport: { width: 1440, height: 640 } });
  await page.setContent(`<style>
    body { margin: 0; padding: 32px; display: flex; gap: 24px; justify-content: center; background: #e9e7e2; font: 500 15px system-ui; color: #44413a }
    figure { margin: 0; display: grid; gap: 12px; text-align: center }
    img { height: 530px; border-radius: 10px; box-shadow: 0 1px 2px #0002, 0 8px 24px #0002 }
  </style>${figures.join("")}`);
  for (const path of files) await page.screenshot({ path });
  await page.close();
}
