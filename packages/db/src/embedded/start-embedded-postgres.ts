import { chmod, mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { Client } from "pg";
import { databaseError } from "../migrate/database-error.ts";
import { type DatabaseUrls, provisionRoles } from "../provision-roles.ts";
import { type EmbeddedState, newPasswords, readState, urlOf, writeState } from "./embedded-state.ts";
import { findFreePort, isFreePort } from "./free-port.ts";
import { initCluster } from "./init-cluster.ts";
import { embeddedBinaries, installedBinaries } from "./postgres-binaries.ts";
import { runServer } from "./run-server.ts";
import { endServer, readPid } from "./server-process.ts";
import { serverUser } from "./server-user.ts";

export type EmbeddedPostgresOptions = {
  /** Holds the data, the passwords and the log. */
  dir: string;
  /** Left out: the one of the last start, or the first free one from 25432 on. */
  port?: number;
  /** A folder with `initdb` and `postgres` of version 15 or newer; the npm package's when left out. */
  binDir?: string;
  /** Trades durability for speed; only for data that a test throws away. */
  disposable?: boolean;
  onProgress?: (step: string) => void;
};
export type EmbeddedPostgres = { urls: DatabaseUrls; superuserUrl: string; port: number; stop(): Promise<void> };

// Held by the starter for as long as it lives, so that no second one adopts a server in use and then stops it.
const STARTER_LOCK = 7_762_633;

/**
 * Starts PostgreSQL in `dir`, made at the first start, on 127.0.0.1, or adopts the one that a killed run left behind.
 * It runs in its own process group: a Ctrl-C does not reach it, `stop` does. Throws UNAVAILABLE with a sentence on
 * what to do.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dir = resolve(options.dir);
  const binaries = options.binDir ? installedBinaries(options.binDir) : await embeddedBinaries();
  const user = await serverUser();
  await mkdir(dir, { recursive: true });
  // The server's own user passes through to the data and may read nothing else here.
  if (user.uid !== undefined) await chmod(dir, 0o711);
  const before = await readState(dir);
  const known: EmbeddedState = before ?? { port: 0, passwords: newPasswords() };
  if (!before) await writeState(dir, known);

  const leftover = await connect(known);

  async function runOnFreePort(): Promise<EmbeddedState> {
    options.onProgress?.("starting the database");
    await initCluster({ dir, binaries, user, superuserPassword: known.passwords.superuser, ...pick(options) });
    let port = await choosePort(options.port, known.port);
    for (let tries = 1; ; tries++) {
      const state = { ...known, port };
      await writeState(dir, state);
      try {
        const disposable = options.disposable ?? false;
        await runServer({ dir, binaries, user, port, disposable, isReady: () => isReady(state) });
        return state;
      } catch (error) {
        // Between a look at a port and its use another program may be quicker.
        if (options.port !== undefined || tries === 5 || !isTaken(error)) throw error;
        port = await findFreePort(port + 1);
      }
    }
  }
  const state = leftover ? known : await runOnFreePort();
  const keeper = leftover ?? (await connect(state));
  if (!keeper)
    throw databaseError(
      "The embedded database started and then did not answer. Its log is server.log beside its data.",
    );
  await holdLock(keeper, dir);
  const urls = await provisionRoles(urlOf(state, "superuser", "postgres"), { passwords: rolesOf(state) });
  return {
    urls,
    superuserUrl: urlOf(state, "superuser", "postgres"),
    port: state.port,
    stop: () => stopServer(keeper, dir),
  };
}

/** The addresses of the embedded server of `dir` when one runs there now, whoever started it. */
export async function findEmbeddedPostgres(
  dir: string,
): Promise<{ urls: DatabaseUrls; superuserUrl: string; port: number } | null> {
  const state = await readState(resolve(dir));
  const client = state && (await connect(state));
  if (!client) return null;
  await client.end();
  const url = (role: "owner" | "app" | "system") => urlOf(state, role, "procode");
  return {
    urls: { owner: url("owner"), app: url("app"), system: url("system") },
    superuserUrl: urlOf(state, "superuser", "postgres"),
    port: state.port,
  };
}

const isTaken = (error: unknown) => error instanceof Error && error.message.includes("is taken by another program");

const pick = ({ onProgress }: EmbeddedPostgresOptions) => (onProgress ? { onProgress } : {});

const rolesOf = ({ passwords: { owner, app, system } }: EmbeddedState) => ({ owner, app, system });

async function choosePort(asked: number | undefined, last: number): Promise<number> {
  if (asked !== undefined) {
    if (await isFreePort(asked)) return asked;
    throw databaseError(
      `Port ${asked}, meant for the embedded database, is taken by another program. Stop it or choose another port.`,
    );
  }
  return last !== 0 && (await isFreePort(last)) ? last : findFreePort(25_432);
}

// A random password of our own tells our server from any other that may listen there.
async function connect(state: EmbeddedState): Promise<Client | null> {
  if (state.port === 0) return null;
  const client = new Client({
    connectionString: urlOf(state, "superuser", "postgres"),
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return client;
  } catch {
    return null;
  }
}

async function isReady(state: EmbeddedState): Promise<boolean> {
  const client = await connect(state);
  await client?.end();
  return client !== null;
}

async function holdLock(keeper: Client, dir: string): Promise<void> {
  const { rows } = await keeper.query<{ held: boolean }>("SELECT pg_try_advisory_lock($1) AS held", [STARTER_LOCK]);
  if (rows[0]?.held) return;
  await keeper.end();
  throw databaseError(
    `PROCODE already runs with the data in ${dir}. Stop that one first, or give this one another folder.`,
  );
}

async function stopServer(keeper: Client, dir: string): Promise<void> {
  const pid = await readPid(dir);
  await keeper.end();
  if (pid !== null) await endServer(pid);
}
