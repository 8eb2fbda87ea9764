import { spawn } from "node:child_process";
import { open, readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { databaseError } from "../migrate/database-error.ts";
import type { PostgresBinaries } from "./postgres-binaries.ts";

type Server = {
  dir: string;
  binaries: PostgresBinaries;
  user: { uid?: number; gid?: number };
  port: number;
  disposable: boolean;
  isReady: () => Promise<boolean>;
};

// Fit for one person's machine: small at rest, no compiler for short queries, plans that know the disk is an SSD.
const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "100",
  shared_buffers: "128MB",
  random_page_cost: "1.1",
  jit: "off",
  wal_compression: "on",
  max_wal_size: "1GB",
  checkpoint_timeout: "15min",
  log_min_messages: "warning",
  timezone: "UTC",
};
const DISPOSABLE = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };

const STEP_MS = 50;
const START_MS = 60_000;

/** Starts the server in its own process group and resolves when it answers. */
export async function runServer(server: Server): Promise<void> {
  for (let waitedMs = 0; ; waitedMs += 500) {
    const failure = await tryToRun(server);
    if (failure === null) return;
    // Processes of a killed server let go of its memory a moment later.
    if (!/still in use|lock file .* already exists/.test(failure) || waitedMs >= 10_000) throw databaseError(failure);
    await sleep(500);
  }
}

async function tryToRun({ dir, binaries, user, port, disposable, isReady }: Server): Promise<string | null> {
  const settings = Object.entries({ ...SETTINGS, ...(disposable ? DISPOSABLE : {}) }).flatMap(([name, value]) => [
    "-c",
    `${name}=${value}`,
  ]);
  const log = await open(`${dir}/server.log`, "w");
  const child = spawn(binaries.postgres, ["-D", `${dir}/data`, "-p", String(port), ...settings], {
    ...user,
    cwd: "/",
    detached: true,
    stdio: ["ignore", log.fd, log.fd],
  });
  const end = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(String(error)));
    child.once("exit", (code, name) => resolve(`it ended with ${code ?? name}`));
  });
  try {
    for (let waitedMs = 0; waitedMs < START_MS; waitedMs += STEP_MS) {
      const ended = await Promise.race([end, sleep(STEP_MS, null)]);
      if (ended !== null) return explain(ended, await readFile(`${dir}/server.log`, "utf8"), dir, port);
      if (await isReady()) {
        child.unref();
        return null;
      }
    }
    child.kill("SIGQUIT");
    return `The embedded database did not answer within ${START_MS / 1000} s. Its log is ${dir}/server.log.`;
  } finally {
    await log.close();
  }
}

function explain(ended: string, log: string, dir: string, port: number): string {
  const fatal = log.match(/(?:FATAL|PANIC): {2}.*/g)?.at(-1) ?? (log.trim().split("\n")[0] || ended);
  if (/could not bind|Address already in use/i.test(log))
    return `Port ${port}, meant for the embedded database, is taken by another program.`;
  if (/incompatible with server/.test(log)) {
    return `The data in ${dir}/data were written by another version of PostgreSQL (${fatal}). Export them with that version first, or begin anew in another folder.`;
  }
  return `The embedded database did not start: ${fatal.replace(/\.?$/, ".")} The data are untouched in ${dir}/data; its log is ${dir}/server.log.`;
}
