import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { glob, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePort } from "../../tests/product/start-product.ts";
import { ROOT } from "./root.ts";
import { startChild } from "./start-child.ts";

export type BareRoute = { pid: number; url: string; chatUrl: string; stop(): Promise<void> };

const APP = join(ROOT, "bench/bare-route");
const NEXT = join(ROOT, "node_modules/next/dist/bin/next");
const STAMP = join(APP, ".next/bench-build");
const BUILD_MS = 300_000;

/** A Next app whose one route hands the sandbox's stream through, built and started as in production. */
export async function startBareRoute(upstreamUrl: string): Promise<BareRoute> {
  await build();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = await startChild({
    name: "the bare route",
    args: [NEXT, "start", APP, "--port", String(port), "--hostname", "127.0.0.1"],
    cwd: APP,
    env: { ...PRODUCTION, UPSTREAM_URL: `${upstreamUrl}/chat/completions` },
    readyWhen: () =>
      fetch(url)
        .then((response) => response.ok)
        .catch(() => false),
  });
  return { pid: child.pid, url, chatUrl: `${url}/api/chat`, stop: child.stop };
}

const PRODUCTION = { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" } as const;

async function build(): Promise<void> {
  const wanted = await hashInputs();
  if ((await readFile(STAMP, "utf8").catch(() => "")) === wanted) return;
  await promisify(execFile)(process.execPath, [NEXT, "build", APP], {
    cwd: APP,
    env: { ...process.env, ...PRODUCTION },
    timeout: BUILD_MS,
  });
  await writeFile(STAMP, wanted);
}

async function hashInputs(): Promise<string> {
  const hash = createHash("sha256").update(await readFile(join(ROOT, "node_modules/next/package.json")));
  const files = await Array.fromAsync(glob(["app/**/*.{js,jsx}", "*.mjs"], { cwd: APP }));
  for (const file of files.sort()) hash.update(file).update(await readFile(join(APP, file)));
  return hash.digest("hex");
}
