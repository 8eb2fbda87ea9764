import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { explainMissing, searchProgram } from "../runner/find-program.ts";
import { NGINX } from "../runner/programs.ts";

const SHIPPED = resolve(import.meta.dirname, "../../deploy/nginx.conf");
const READY_WITHIN_MS = 10_000;
const TEMP = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];

export type Nginx = {
  url: string;
  /** Which process each request was given to, in order of their ends; several for one that was tried again. */
  given(): Promise<{ upstreams: string[]; status: number; path: string }[]>;
  stop(): Promise<void>;
};

/** `deploy/nginx.conf` as it is shipped, with these ports filled in: nginx at `port` in front of `upstreams` on this machine. */
export async function startNginx({ port, upstreams }: { port: number; upstreams: number[] }): Promise<Nginx> {
  const program = searchProgram(NGINX);
  if (program === null) throw new Error(explainMissing(NGINX));
  const folder = await mkdtemp(join(tmpdir(), "procode-nginx-"));
  // nginx's workers are another user's when root starts it.
  await chmod(folder, 0o755);
  await mkdir(join(folder, "temp"));
  await writeFile(join(folder, "procode.conf"), fillIn(await readFile(SHIPPED, "utf8"), port, upstreams));
  await writeFile(join(folder, "nginx.conf"), await around(folder));
  const child = spawn(program, ["-p", folder, "-c", join(folder, "nginx.conf"), "-g", "daemon off;"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk));
  const ended = once(child, "exit");
  const isUp = await untilListening(port, () => child.exitCode !== null);
  if (!isUp) {
    child.kill("SIGKILL");
    throw new Error(`nginx did not start:\n${output}`);
  }
  return {
    url: `http://127.0.0.1:${port}`,
    async given() {
      const lines = (await readFile(join(folder, "access.log"), "utf8")).trim().split("\n").filter(Boolean);
      return lines.map((line) => {
        const [status, path = "", upstreamsOfLine = ""] = line.split("\t");
        return { upstreams: upstreamsOfLine.split(", "), status: Number(status), path };
      });
    },
    async stop() {
      child.kill("SIGTERM");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The shipped file with other ports; fails when there is nothing to fill in. */
export function fillIn(shipped: string, port: number, upstreams: number[]): string {
  const [server] = shipped.match(/^\tserver 127\.0\.0\.1:\d+ .*\n/m) ?? [];
  if (!server || !/^\tlisten 80;$/m.test(shipped))
    throw new Error("deploy/nginx.conf names no process, or does not listen.");
  return shipped
    .replace(/(^\tserver 127\.0\.0\.1:\d+ .*\n)+/m, upstreams.map((one) => server.replace(/:\d+/, `:${one}`)).join(""))
    .replace(/^\tlisten 80;$/m, `\tlisten 127.0.0.1:${port};`);
}

/** What Debian's nginx.conf says around it, with every file in `folder`. */
async function around(folder: string): Promise<string> {
  const isRoot = process.getuid?.() === 0;
  const group = /^nogroup:/m.test(await readFile("/etc/group", "utf8")) ? "nogroup" : "nobody";
  return `
${isRoot ? `user nobody ${group};` : ""}
worker_processes 2;
pid ${folder}/nginx.pid;
error_log stderr warn;
events { worker_connections 1024; }
http {
  log_format given "$status\\t$uri\\t$upstream_addr";
  access_log ${folder}/access.log given;
${TEMP.map((name) => `  ${name}_temp_path ${folder}/temp/${name};`).join("\n")}
  include ${folder}/procode.conf;
}
`;
}

async function untilListening(port: number, isOver: () => boolean): Promise<boolean> {
  const end = performance.now() + READY_WITHIN_MS;
  while (performance.now() < end && !isOver()) {
    const socket = connect(port, "127.0.0.1");
    const isOpen = await new Promise<boolean>((tell) => {
      socket.once("connect", () => tell(true));
      socket.once("error", () => tell(false));
    });
    socket.destroy();
    if (isOpen) return true;
    await sleep(50);
  }
  return false;
}
