import { type Browser, chromium } from "@playwright/test";
import { CHROMIUM } from "../runner/chromium.ts";
import { explainMissing, findProgram } from "../runner/find-program.ts";

/** The Chromium of the end-to-end tests, for runs without Playwright's runner. */
export async function openChromium(): Promise<Browser> {
  const executablePath = findProgram(CHROMIUM);
  if (executablePath === null) throw new Error(explainMissing(CHROMIUM));
  return chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
}
