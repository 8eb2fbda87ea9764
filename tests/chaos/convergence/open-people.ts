import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { type Context, createApiKey } from "@procode/core";
import { createProcodeClient, type ProcodeClient } from "@procode/sdk";
import { logIn } from "../../e2e/person.ts";
import { openChromium } from "../../product/open-chromium.ts";
import { openBrowserless } from "../../product/open-browserless.ts";
import type { Fleet } from "../../product/open-fleet.ts";
import type { Persona } from "../../product/open-telegram-world.ts";
import { type BrowserActor, createBrowserActor } from "./browser-actor.ts";

/** One person everywhere at once: in a browser at each web process, in Telegram, and by code. */
export type Everywhere = {
  userId: string;
  browsers: BrowserActor[];
  phone: Persona;
  sdk: ProcodeClient;
  close(): Promise<void>;
};

export async function openEverywhere(fleet: Fleet): Promise<Everywhere> {
  const [first] = fleet.webs;
  if (!first) throw new Error("no web process runs");
  const outside = openBrowserless(first.url);
  const account = await outside.signUp();
  const { id: userId } = await outside.ask<{ id: string }>("account.profile");
  const actor = { kind: "user", userId, sessionId: randomUUID(), role: "user" } as const;
  const ctx: Context = { ...fleet.job, actor };
  const phone = await fleet.connectPersona({ userId, ctx });
  const { key } = await createApiKey(ctx, { name: "Convergence", scopes: ["chat", "read", "manage"] });
  const chromium = await openChromium();
  const browsers: BrowserActor[] = [];
  for (const { url } of fleet.webs) {
    const context = await chromium.newContext({ baseURL: url, reducedMotion: "reduce" });
    const page = await context.newPage();
    tellErrors(page, browsers.length);
    await logIn(page, account);
    browsers.push(createBrowserActor(page, context));
  }
  return {
    userId,
    browsers,
    phone,
    sdk: createProcodeClient({ baseUrl: first.url, apiKey: key }),
    close: () => chromium.close(),
  };
}

/** What a page throws is told at once; that a call failed, as while a process is down, is no error of the page. */
function tellErrors(page: Page, number: number): void {
  page.on("pageerror", (error) => console.error(`browser ${number}: ${error.stack ?? error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      console.error(`browser ${number}: ${message.text()}`);
  });
}
