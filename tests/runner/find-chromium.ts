import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "@playwright/test";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/** A Chromium of this machine; on Debian as root it is installed when there is none. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): { path: string } | { missing: string } {
  const found = search(env);
  if (found) return { path: found };
  if (isDebianRoot()) {
    console.log("There is no Chromium on this machine. Installing Debian's (a minute or two) …");
    execFileSync("sh", ["-c", "apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium"], {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...env, DEBIAN_FRONTEND: "noninteractive" },
    });
  } else {
    console.log("There is no Chromium on this machine. Asking Playwright to download one …");
    spawnSync("playwright", ["install", "chromium"], { stdio: "inherit" });
  }
  const installed = search(env);
  if (installed) return { path: installed };
  return {
    missing:
      "The end-to-end tests need a Chromium, and none could be installed. Install one (Debian: `apt-get install chromium`) or set PROCODE_CHROMIUM to its path, then run `npm test` again.",
  };
}

function search(env: NodeJS.ProcessEnv): string | undefined {
  const folders = (env["PATH"] ?? "").split(delimiter);
  const candidates = [
    env["PROCODE_CHROMIUM"],
    ...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))),
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    chromium.executablePath(),
  ];
  return candidates.find((path) => path !== undefined && path !== "" && existsSync(path));
}

function isDebianRoot(): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0 || !existsSync("/etc/os-release")) return false;
  return /^(ID|ID_LIKE)=.*debian/m.test(readFileSync("/etc/os-release", "utf8"));
}
