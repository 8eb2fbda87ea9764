import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { explainMissing, searchProgram } from "../runner/find-program.ts";
import { REDIS } from "../runner/programs.ts";
import { freePort } from "./start-product.ts";

export type RedisServer = { url: string; stop(): Promise<void> };

/** Debian's redis-server on a free port, empty, keeping nothing. */
export async function startRedis(): Promise<RedisServer> {
  const program = searchProgram(REDIS);
  if (program === null) throw new Error(explainMissing(REDIS));
  const folder = await mkdtemp(join(tmpdir(), "procode-redis-"));
  const port = await freePort();
  const options = { port, bind: "127.0.0.1", dir: folder, save: "", appendonly: "no", daemonize: "no" };
  const child = spawn(
    program,
    Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]),
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  let output = "";
  await new Promise<void>((ready, refuse) => {
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk;
      if (/Ready to accept connections/.test(output)) ready();
    });
    child.once("error", refuse);
    child.once("exit", () => refuse(new Error(`redis-server ended:\n${output}`)));
  });
  return {
    url: `redis://127.0.0.1:${port}`,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, "exit");
        child.kill("SIGTERM");
        await ended;
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}
