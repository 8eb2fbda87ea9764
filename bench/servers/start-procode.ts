import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { descendants, startProduct } from "../../tests/product/start-product.ts";

export type Procode = {
  url: string;
  /** The web process. */
  webPid: number;
  postmasterPid: number;
  /** All that it printed. */
  output(): string;
  stop(): Promise<void>;
};

/** The whole product as `npm start` runs it, with its data in `home` and the sandbox as its provider. */
export async function startProcode(home: string, upstreamUrl: string): Promise<Procode> {
  const env = {
    OPENROUTER_BASE_URL: upstreamUrl,
    DATABASE_URL: "",
    TRUSTED_PROXIES: "127.0.0.1",
    LOG_LEVEL: "warn",
    // Nothing listens until a profile is taken; then it is on a free port.
    NODE_OPTIONS: "--inspect-port=127.0.0.1:0",
  };
  const product = await startProduct({ home, env, withinMs: 300_000 });
  const pids = await descendants(product.process.pid ?? 0);
  const webPid = await findProcess(pids, "apps/web/server/main.ts");
  const pidFile = await readFile(join(home, "postgres/data/postmaster.pid"), "utf8");
  return {
    url: product.url.replace("localhost", "127.0.0.1"),
    webPid,
    postmasterPid: Number(pidFile.split("\n", 1)[0]),
    output: product.output,
    stop: async () => void (await product.stop()),
  };
}

async function findProcess(pids: number[], words: string): Promise<number> {
  for (const pid of pids) {
    const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    if (command.includes(words)) return pid;
  }
  throw new Error(`No process of PROCODE runs ${words}.`);
}
