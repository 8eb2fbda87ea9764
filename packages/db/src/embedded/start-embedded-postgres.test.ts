import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { Client } from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findFreePort } from "./free-port.ts";
import { endServer, readPid, signal } from "./server-process.ts";
import { findEmbeddedPostgres, startEmbeddedPostgres } from "./start-embedded-postgres.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(`${tmpdir()}/procode-embedded-`);
  await chmod(dir, 0o755);
});
afterEach(async () => {
  const pid = await readPid(dir);
  if (pid !== null) await endServer(pid);
  await rm(dir, { recursive: true });
});

const start = (options: { port?: number; disposable?: boolean } = {}) =>
  startEmbeddedPostgres({ dir, disposable: true, ...options });

async function ask(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

test("makes the cluster once, keeps its port and data, and leaves no process", async () => {
  const first = await start();
  expect(first.port).toBeLessThan(32_768);
  expect(await ask(first.urls.app, "SELECT current_user AS who")).toEqual([{ who: "procode_app" }]);
  await ask(first.urls.owner, "CREATE TABLE kept (id int)");
  expect((await stat(`${dir}/postgres.json`)).mode & 0o777).toBe(0o600);
  const pid = await readPid(dir);
  await first.stop();
  expect(signal(pid ?? 0, 0)).toBe(false);
  expect(await findEmbeddedPostgres(dir)).toBeNull();
  const second = await start();
  expect(second.urls).toEqual(first.urls);
  expect(await ask(second.urls.owner, "SELECT * FROM kept")).toEqual([]);
  await second.stop();
});

test("what stands in the database's place and can not be read is left as it is, and said", async () => {
  await writeFile(`${dir}/data`, "not a folder");
  await expect(start()).rejects.toThrow(`${dir}/data can not be read`);
  expect((await readdir(dir)).filter((name) => name.startsWith("data"))).toEqual(["data"]);
  await rm(`${dir}/data`);
});

test("adopts the server that a killed run left behind; while a run lives, no second one may", async () => {
  const script = `import { startEmbeddedPostgres } from ${JSON.stringify(new URL("./start-embedded-postgres.ts", import.meta.url).href)};
    await startEmbeddedPostgres({ dir: ${JSON.stringify(dir)}, disposable: true }); console.log("up");`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  const pid = await readPid(dir);
  await expect(start()).rejects.toThrow("PROCODE already runs with the data in");
  expect(await findEmbeddedPostgres(dir)).not.toBeNull();
  child.kill("SIGKILL");
  await once(child, "exit");
  const adopted = await startSoon();
  expect(await readPid(dir)).toBe(pid);
  await adopted.stop();
  expect(signal(pid ?? 0, 0)).toBe(false);
});

// The server notices a moment later that the killed run's connection, and with it the lock, is gone.
async function startSoon() {
  for (let attempt = 0; attempt < 50; attempt++) {
    const started = await start().catch((error: unknown) => String(error));
    if (typeof started !== "string") return started;
    expect(started).toContain("already runs");
  }
  throw new Error("The lock of a killed run was never let go.");
}

test("a killed server has at its next start what was committed", async () => {
  const first = await start({ disposable: false });
  await ask(first.urls.owner, "CREATE TABLE kept (id int)");
  const pid = await readPid(dir);
  process.kill(pid ?? 0, "SIGKILL");
  const second = await start();
  expect(await ask(second.urls.owner, "SELECT * FROM kept")).toEqual([]);
  await second.stop();
});

test("a port in use and a broken data folder each get a sentence", async () => {
  const port = await findFreePort(26_000);
  const other = createServer().listen(port, "127.0.0.1");
  await once(other, "listening");
  await expect(start({ port })).rejects.toThrow(
    `Port ${port}, meant for the embedded database, is taken by another program`,
  );
  other.close();
  await once(other, "close");
  await (await start()).stop();
  await rm(`${dir}/data/global/pg_control`);
  await expect(start()).rejects.toThrow(/did not start: .*(pg_control|control file|database system).*untouched in/s);
  await rm(`${dir}/data/PG_VERSION`);
  await expect(start()).rejects.toThrow("is not a PostgreSQL data folder any more");
});
