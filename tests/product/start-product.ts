import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readdir, readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { connectTelegramSandbox, type TelegramRemote } from "@procode/sandbox";

const ROOT = resolve(import.meta.dirname, "../..");
const READY = /PROCODE ready at (\S+)/;
const PHONE = /sandbox: Telegram at (\S+),/;

export type Product = {
  url: string;
  /** Everything that `procode up` printed. */
  output(): string;
  process: ChildProcess;
  /** Ctrl-C, and waits until all of it is down. */
  stop(): Promise<number>;
  /** kill -9 of every process of it, the database too. */
  kill(): Promise<void>;
  /** The Telegram that it brought, with people and the log of what was taken. Throws where a test gave it another one. */
  telegram(): TelegramRemote;
  /** kill -9 of the bot's process alone. */
  killBot(): Promise<void>;
};

/** `npm start` as a person types it, with its data in `home`; resolves at the line that says it is ready. */
export async function startProduct(options: {
  home: string;
  env?: NodeJS.ProcessEnv;
  withinMs?: number;
}): Promise<Product> {
  const port = await freePort();
  const env = {
    ...process.env,
    OPENROUTER_API_KEY: "",
    TELEGRAM_BOT_TOKEN: "",
    PORT: String(port),
    PROCODE_HOME: options.home,
    ...options.env,
  };
  const child = spawn(process.execPath, ["apps/cli/src/main.ts", "up"], {
    cwd: ROOT,
    env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk));
  const url = await new Promise<string>((ready, refuse) => {
    const late = setTimeout(() => refuse(new Error(`not ready in time:\n${output}`)), options.withinMs ?? 240_000);
    child.stdout.on("data", () => {
      const found = READY.exec(output)?.[1];
      if (found) ready(found);
      if (found) clearTimeout(late);
    });
    child.once("exit", (code) => refuse(new Error(`ended with ${code}:\n${output}`)));
  });
  return {
    url,
    output: () => output,
    process: child,
    async stop() {
      if (child.exitCode !== null) return child.exitCode;
      child.kill("SIGINT");
      const [code] = await once(child, "exit");
      return Number(code);
    },
    async kill() {
      const tree = await descendants(child.pid ?? 0);
      for (const pid of tree) killHard(pid);
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    },
    telegram() {
      const root = PHONE.exec(output)?.[1];
      if (!root) throw new Error(`no Telegram of its own:\n${output}`);
      return connectTelegramSandbox(root);
    },
    async killBot() {
      for (const pid of await descendants(child.pid ?? 0)) {
        const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
        if (command.includes("apps/telegram-bot/")) killHard(pid);
      }
    },
  };
}

/** A fresh folder for the data; open to enter, as the database runs as another user when root runs the tests. */
export async function newHome(name: string): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), `procode-${name}-`));
  await chmod(home, 0o755);
  return home;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (typeof address !== "object" || address === null) throw new Error("no port");
  return address.port;
}

/** The process and all that it started, also those in groups of their own. */
export async function descendants(pid: number): Promise<number[]> {
  const parents = new Map<number, number[]>();
  for (const name of await readdir("/proc")) {
    const stat = /^\d+$/.test(name) ? await readFile(`/proc/${name}/stat`, "utf8").catch(() => null) : null;
    const parent = stat && Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
    if (parent) parents.set(parent, [...(parents.get(parent) ?? []), Number(name)]);
  }
  const found = [pid];
  for (const one of found) found.push(...(parents.get(one) ?? []));
  return found;
}

function killHard(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
