import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { glob, mkdir, open, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { HOME, ROOT, WEB } from "../project.ts";
import { Refusal } from "../refusal.ts";
import type { Progress } from "./progress.ts";

const STAMP = join(WEB, ".next/procode-build");
// What ends up in the pages; the server's own code runs from source and is never stale.
const INPUTS = [
  "apps/web/**/*.{ts,tsx,css,mjs,json,svg,png,ico,woff2}",
  "packages/{contracts,core,api}/src/**/*.ts",
  "package-lock.json",
];

/** Builds the pages unless those built last were made from these very files. */
export async function buildWeb(progress: Pick<Progress, "say">): Promise<{ detail: string }> {
  const wanted = await hashInputs();
  if ((await readFile(STAMP, "utf8").catch(() => "")) === wanted) return { detail: "built already" };
  progress.say("building the web pages; this takes a minute, once");
  await build();
  await writeFile(STAMP, wanted);
  return { detail: "built" };
}

async function hashInputs(): Promise<string> {
  const hash = createHash("sha256");
  const isOurs = (name: string) => !/(^|\/)(node_modules|\.next)$/.test(name);
  const files = await Array.fromAsync(glob(INPUTS, { cwd: ROOT, exclude: (name) => !isOurs(String(name)) }));
  for (const file of files.sort()) {
    if (/\.test\.tsx?$|next-env\.d\.ts$|tsbuildinfo$/.test(file)) continue;
    hash.update(`${file}\0`).update(await readFile(join(ROOT, file)));
  }
  return hash.digest("hex");
}

async function build(): Promise<void> {
  const logFile = join(HOME, "build.log");
  await mkdir(HOME, { recursive: true });
  const log = await open(logFile, "w");
  const next = join(ROOT, "node_modules/next/dist/bin/next");
  const env = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" } as const;
  const child = spawn(process.execPath, [next, "build", WEB], { cwd: WEB, env, stdio: ["ignore", log.fd, log.fd] });
  const code = await new Promise((resolve) => child.once("exit", resolve).once("error", resolve));
  await log.close();
  if (code === 0) return;
  const tail = (await readFile(logFile, "utf8")).trimEnd().split("\n").slice(-25).join("\n");
  throw new Refusal(`The web pages could not be built. The end of ${logFile}:\n\n${tail}`);
}
