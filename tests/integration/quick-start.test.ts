import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { freePort, newHome } from "../product/start-product.ts";

// What a stranger does: clone, and type what the README says, word for word.
const INSTALL_AND_BUILD_MS = 15 * 60_000;
const STOP_MS = 10_000;
const SECOND_START_MS = 10_000;

let clone: string;
let port: number;
const running = new Set<ChildProcess>();

beforeAll(async () => {
  clone = join(realpathSync(await newHome("quick-start")), "procode");
  execFileSync("git", ["clone", "--quiet", process.cwd(), clone]);
  port = await freePort();
});
afterAll(() => {
  for (const child of running) if (child.pid) process.kill(-child.pid, "SIGKILL");
  rmSync(join(clone, ".."), { recursive: true, force: true });
});

it(
  "the README's two words start the product on a clean clone, Ctrl-C leaves nothing, and the next start is ready within 10 s",
  async () => {
    const [installAndStart] = readmeCommands();
    expect(installAndStart).toBe("npm ci && npm start");
    const first = type("npm ci && npm start");
    const url = await first.ready(INSTALL_AND_BUILD_MS);
    expect(url).toBe(`http://localhost:${port}`);
    const page = await fetch(url);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("PROCODE");
    expect((await fetch(`${url}/api/health/ready`)).status).toBe(200);
    // What must be gone afterwards is seen now, so that its absence means something.
    expect(processesOf(clone).length).toBeGreaterThan(1);
    expect(await isListening(port)).toBe(true);
    await first.pressCtrlC();
    await vi.waitFor(() => expect(processesOf(clone)).toEqual([]), { timeout: 1_000 });
    expect(await isListening(port)).toBe(false);

    const startedMs = performance.now();
    const second = type("npm start");
    expect((await fetch(await second.ready(60_000))).status).toBe(200);
    expect(performance.now() - startedMs).toBeLessThan(SECOND_START_MS);
    await second.pressCtrlC();
    expect(processesOf(clone)).toEqual([]);
  },
  INSTALL_AND_BUILD_MS + 120_000,
);

it("npm run dev shows a page as it was changed a moment ago, without a new start", async () => {
  const dev = type("npm run dev");
  const url = await dev.ready(120_000);
  const words = "Changed while it runs";
  const read = async () => (await fetch(url)).text();
  expect(await read()).not.toContain(words);
  const page = join(clone, "apps/web/features/landing/landing-page.tsx");
  const source = readFileSync(page, "utf8");
  writeFileSync(page, source.replace(/<h1[^>]*>/, `$&${words} `));
  await vi.waitFor(async () => expect(await read()).toContain(words), { timeout: 60_000, interval: 250 });
  await dev.pressCtrlC();
  expect(processesOf(clone)).toEqual([]);
});

/** The commands in the README's fenced blocks, in their order. */
function readmeCommands(): string[] {
  return [...readFileSync(join(clone, "README.md"), "utf8").matchAll(/^```sh\n([\s\S]*?)\n```$/gm)].map(
    ([, code = ""]) => code,
  );
}

/** A command as typed at a terminal: Ctrl-C reaches its whole group. */
function type(command: string) {
  const child = spawn("sh", ["-c", command], {
    cwd: clone,
    env: strangersEnvironment(),
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  return {
    /** The address that it told; throws with its last words when it ends before. */
    async ready(withinMs: number): Promise<string> {
      const url = await vi.waitFor(
        () => {
          const told = /^PROCODE ready at (\S+)$/m.exec(output)?.[1];
          if (!told && child.exitCode === null) throw new Error(`not ready:\n${output.slice(-4_000)}`);
          return told;
        },
        { timeout: withinMs, interval: 100 },
      );
      if (!url) throw new Error(`it ended by itself:\n${output.slice(-4_000)}`);
      return url;
    },
    async pressCtrlC(): Promise<void> {
      const askedMs = performance.now();
      if (child.pid) process.kill(-child.pid, "SIGINT");
      await ended;
      running.delete(child);
      expect(performance.now() - askedMs).toBeLessThan(STOP_MS);
    },
  };
}

/** Without what this test run and its npm have set, and without the packages of this clone on the path. */
function strangersEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      !/^(npm_|INIT_CWD$|NODE|VITEST|TEST$|MODE$|PROD$|DEV$|BASE_URL$|OPENROUTER_|TELEGRAM_|PROCODE_|CI$)/.test(name),
  );
  const path = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => !folder.includes("node_modules"));
  return { ...Object.fromEntries(kept), PATH: path.join(delimiter), PORT: String(port) };
}

/** Command lines of the processes that work in a folder or were started from it. */
function processesOf(folder: string): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
        const places = [readlinkSync(`/proc/${pid}/cwd`), readlinkSync(`/proc/${pid}/exe`), command];
        return places.some((place) => place.includes(folder)) ? [command] : [];
      } catch {
        // It ended while we looked, or is a kernel thread.
        return [];
      }
    });
}

function isListening(onPort: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(onPort, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
