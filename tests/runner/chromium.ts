import { spawnSync } from "node:child_process";
import { chromium } from "@playwright/test";
import type { Program } from "./find-program.ts";

export const CHROMIUM: Program = {
  name: "Chromium",
  files: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"],
  variable: "PROCODE_CHROMIUM",
  debian: "chromium",
  places: ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", chromium.executablePath()],
  install() {
    console.log("There is no Chromium on this machine. Asking Playwright to download one …");
    spawnSync("playwright", ["install", "chromium"], { stdio: "inherit" });
  },
};
