import { mkdir, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { chromium, type Page } from "@playwright/test";
import { createProcodeClient } from "@procode/sdk";
import { createOpenRouterSandbox } from "@procode/sandbox";
import { makeApiKey, openOnPhone, unlinkTelegram } from "../e2e/doors.ts";
import { answers, lastAnswer, register, untilWhole, write } from "../e2e/person.ts";
import { takeGrowing } from "./take-growing.ts";
import { takeProactive } from "./take-proactive.ts";
import { newHome, startProduct } from "../product/start-product.ts";
import { CHROMIUM } from "../runner/chromium.ts";
import { explainMissing, findProgram } from "../runner/find-program.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const ALL = join(ROOT, "test-results/pictures");
const FOR_README = join(ROOT, "docs/pictures");
const README: Record<string, string> = {
  "chat-light-1440": "chat",
  "chat-dark-1440": "chat-dark",
  "models-light-1440": "models",
  "context-light-1440": "context",
  "telegram-connected-light-1440": "telegram",
  "phone-light-1440": "phone",
};
const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];

/**
 * `npm run pictures`: every page in both themes and two widths, and those that the README shows; with `-- growing` only
 * one answer that grows in several places, with `-- proactive` only what is written first.
 */
const executablePath = findProgram(CHROMIUM);
if (executablePath === null) throw new Error(explainMissing(CHROMIUM));
const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
const browser = await chromium.launch({ executablePath, args });
const only = process.argv[2] ?? null;
try {
  await mkdir(ALL, { recursive: true });
  await mkdir(FOR_README, { recursive: true });
  if (only !== "growing") await takeProactive(browser, { all: ALL, readme: FOR_README });
  if (only !== "proactive") await takeProduct(only === "growing");
} finally {
  await browser.close();
}

async function takeProduct(isGrowingAlone: boolean): Promise<void> {
  const home = await newHome("pictures");
  const sandbox = await createOpenRouterSandbox({ defaults: { firstMs: 40, intervalMs: 4 } });
  const { url, stop } = await startProduct({ home, env: { OPENROUTER_BASE_URL: sandbox.url } });
  try {
    await takeGrowing(browser, sandbox, url, [join(ALL, "growing.png"), join(FOR_README, "growing.png")]);
    if (isGrowingAlone) return;
    for (const theme of ["light", "dark"] as const) for (const size of SIZES) await takeAll(url, theme, size);
  } finally {
    await stop();
    await sandbox.close();
    await rm(home, { recursive: true, force: true });
  }
}

async function takeAll(baseURL: string, theme: "light" | "dark", viewport: { width: number; height: number }) {
  const context = await browser.newContext({
    baseURL,
    viewport,
    colorScheme: theme,
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  const take = async (name: string, shown: Page = page) => {
    const file = `${name}-${theme}-${viewport.width}`;
    await shown.evaluate("document.fonts.ready");
    await shown.screenshot({ path: join(ALL, `${file}.png`) });
    const kept = README[file];
    if (kept) await shown.screenshot({ path: join(FOR_README, `${kept}.png`) });
  };
  const open = async (path: string) => {
    await page.goto(path);
    await page.waitForLoadState("networkidle");
  };

  for (const [name, path] of Object.entries({ landing: "/", login: "/login", register: "/register" })) {
    await open(path);
    await take(name);
  }
  await register(page);
  await open("/settings");
  await page.getByLabel("Name", { exact: true }).fill("Ada Lovelace");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Name saved.").waitFor();
  await open("/dashboard");
  await take("empty");
  await open("/context");
  await page.getByLabel("Name", { exact: true }).fill("Ada");
  await page.getByLabel("Occupation", { exact: true }).fill("Founder of a small invoicing shop");
  await page.getByLabel("Goals", { exact: true }).fill("Ship version 2 by spring, run a half marathon");
  await page.getByLabel("Style", { exact: true }).fill("Short, no praise, numbers first");
  await page
    .getByRole("main")
    .getByText(/^Saved/)
    .waitFor();
  await take("context");
  for (const text of ["Plan the week before the half marathon", "Polish plurals in ICU messages"]) {
    await open("/dashboard");
    await write(page, text);
    await untilWhole(page);
  }
  await open("/dashboard");
  await chat(page, take);
  await everywhere(page, baseURL, take);
  for (const name of ["conversations", "models", "settings"]) {
    await open(`/${name}`);
    await take(name);
  }
  await open("/no-such-page");
  await take("not-found");
  await context.close();
}

async function chat(page: Page, take: (name: string) => Promise<void>) {
  await write(page, "Write a function that computes the delay of a retry, with a table of the waits");
  await untilWhole(page);
  await take("chat");
  await page.getByRole("button", { name: /^Model: / }).click();
  await page.getByRole("option").first().waitFor();
  await take("model-picker");
  await page.keyboard.press("Escape");
  await write(page, "And when the bank answers 429? [[sandbox first=10 interval=60 tokens=80]]");
  await answers(page).nth(1).waitFor();
  await lastAnswer(page).getByText("so far").waitFor();
  await take("answering");
  await page.getByRole("button", { name: "Stop answering" }).first().click();
  await untilWhole(page);
  await write(page, "Once more [[sandbox first=0 interval=1 break=error-chunk after=32]]");
  await page.getByText("The answer stopped half way").waitFor();
  await take("failed");
  await page.context().setOffline(true);
  await page.waitForTimeout(400);
  await take("offline");
  await page.context().setOffline(false);
  await page.keyboard.press("ControlOrMeta+k");
  await page.getByRole("dialog").waitFor();
  await take("palette");
  await page.keyboard.press("Escape");
}

/** The way into Telegram, the phone beside it, a key, and the conversation that all of them are in. */
async function everywhere(page: Page, baseUrl: string, take: (name: string, page?: Page) => Promise<void>) {
  await page.goto("/telegram");
  await page.getByRole("img", { name: /^Code that opens/ }).waitFor();
  await take("telegram-waiting");
  const phone = await openOnPhone(page, page.context());
  await take("telegram-opened");
  await page.getByRole("button", { name: "It is me, connect" }).click();
  await page.getByRole("status").filter({ hasText: "Connected" }).waitFor();
  await take("telegram-connected");
  const say = async (text: string, answered: string) => {
    const answers = phone.getByRole("log").getByText(answered);
    const before = await answers.count();
    await phone.getByRole("textbox", { name: "Message" }).fill(text);
    await phone.getByRole("button", { name: "Send" }).click();
    await answers.nth(before).waitFor({ timeout: 60_000 });
  };
  await say("/new", "begins a new conversation");
  await say("What do you know about me?", "Demo model · free");
  await say("/usage", "This month");
  await take("phone", phone);
  await phone.close();

  const { apiKey } = await makeApiKey(page);
  await page.getByRole("button", { name: "Sign out everywhere" }).scrollIntoViewIfNeeded();
  await take("keys");
  const procode = createProcodeClient({ baseUrl, apiKey });
  const { conversations } = await procode.trpc.conversations.list.query({ limit: 1 });
  const conversationId = conversations[0]?.id ?? "";
  await page.goto(`/chat/${conversationId}`);
  await lastAnswer(page).getByText("In Telegram").waitFor();
  await procode.chat.text({ text: "What did I say before?", conversationId });
  await page.getByText("from the API").waitFor();
  await untilWhole(page);
  await lastAnswer(page).getByRole("heading").first().waitFor();
  await page.evaluate("document.querySelectorAll('article[aria-label=You]')[1].scrollIntoView({ block: 'center' })");
  await take("chat-everywhere");
  await unlinkTelegram(page);
}
