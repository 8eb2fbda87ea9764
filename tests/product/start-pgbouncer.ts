import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { explainMissing, searchProgram } from "../runner/find-program.ts";
import { PGBOUNCER } from "../runner/programs.ts";
import { freePort } from "./start-product.ts";

export type PgBouncer = {
  /** The address of the same database and role, through it. */
  through(url: string): string;
  stop(): Promise<void>;
};

/** Debian's PgBouncer in transaction mode before the database of these addresses, with `size` connections for each role. */
export async function startPgBouncer(urls: string[], size: number): Promise<PgBouncer> {
  const program = searchProgram(PGBOUNCER);
  if (program === null) throw new Error(explainMissing(PGBOUNCER));
  const folder = await mkdtemp(join(tmpdir(), "procode-pgbouncer-"));
  const port = await freePort();
  const [first] = urls;
  if (first === undefined) throw new Error("PgBouncer needs an address.");
  const { hostname, port: databasePort } = new URL(first);
  const users = urls
    .map((url) => new URL(url))
    .map(({ username, password }) => `"${username}" "${decodeURIComponent(password)}"`);
  await writeFile(join(folder, "users.txt"), `${users.join("\n")}\n`);
  await writeFile(
    join(folder, "pgbouncer.ini"),
    `[databases]
* = host=${hostname} port=${databasePort}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = plain
auth_file = ${folder}/users.txt
pool_mode = transaction
default_pool_size = ${size}
max_client_conn = 100
`,
  );
  // It refuses to run as root, and reads both as another user then.
  await chmod(folder, 0o755);
  const asRoot = process.getuid?.() === 0 ? ["-u", "nobody"] : [];
  const child = spawn(program, [...asRoot, join(folder, "pgbouncer.ini")], { stdio: ["ignore", "pipe", "pipe"] });
  const ended = once(child, "exit");
  let output = "";
  await new Promise<void>((ready, refuse) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => {
        output += chunk;
        if (/process up/.test(output)) ready();
      });
    child.once("error", refuse);
    child.once("exit", () => refuse(new Error(`pgbouncer ended:\n${output}`)));
  });
  return {
    through(url) {
      const address = new URL(url);
      [address.hostname, address.port] = ["127.0.0.1", String(port)];
      address.searchParams.set("pgbouncer", "true");
      return address.href;
    },
    async stop() {
      child.kill("SIGKILL");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
