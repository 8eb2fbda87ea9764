import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

export type Program = {
  /** What people call it. */
  name: string;
  /** Names of its file on the PATH, best first. */
  files: readonly string[];
  /** Names a path that is taken before all others. */
  variable: string;
  /** Debian's package. */
  debian: string;
  /** Other places where it may be. */
  places?: readonly string[];
  /** Installs it where Debian's package can not be. */
  install?(): void;
};

const SYSTEM_FOLDERS = ["/usr/local/sbin", "/usr/sbin", "/usr/local/bin", "/usr/bin", "/opt/homebrew/bin"];
const POLICY = "/usr/sbin/policy-rc.d";

/** A program of this machine, or null. `PROCODE_TEST_WITHOUT` names those that a test shall not find. */
export function searchProgram(program: Program, env: NodeJS.ProcessEnv = process.env): string | null {
  if (isLeftOut(program, env)) return null;
  const folders = [...(env["PATH"] ?? "").split(delimiter), ...(env["PATH"] ? SYSTEM_FOLDERS : [])];
  const candidates = [
    env[program.variable],
    ...folders.flatMap((folder) => program.files.map((file) => join(folder, file))),
    ...(program.places ?? []),
  ];
  return candidates.find((path) => path !== undefined && path !== "" && existsSync(path)) ?? null;
}

/** The same; on Debian as root it is installed when it is not there, without a service that starts. */
export function findProgram(program: Program, env: NodeJS.ProcessEnv = process.env): string | null {
  const found = searchProgram(program, env);
  if (found !== null || isLeftOut(program, env)) return found;
  if (isDebianRoot()) {
    console.log(`There is no ${program.name} on this machine. Installing Debian's (a minute or two) …`);
    installFromDebian(program.debian, env);
  } else if (program.install) {
    program.install();
  }
  return searchProgram(program, env);
}

function isLeftOut({ files }: Program, env: NodeJS.ProcessEnv): boolean {
  return (env["PROCODE_TEST_WITHOUT"] ?? "").split(/[\s,]+/).some((name) => files.includes(name));
}

/** Nothing that the package brings is started: Debian asks this file first. */
function installFromDebian(debian: string, env: NodeJS.ProcessEnv): void {
  const isOurs = !existsSync(POLICY);
  if (isOurs) writeFileSync(POLICY, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    execFileSync("sh", ["-c", `apt-get update -qq && apt-get install -y -qq --no-install-recommends ${debian}`], {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...env, DEBIAN_FRONTEND: "noninteractive" },
    });
  } catch (error) {
    console.error(`Debian's ${debian} could not be installed: ${error instanceof Error ? error.message : error}`);
  } finally {
    if (isOurs) rmSync(POLICY, { force: true });
  }
}

function isDebianRoot(): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0 || !existsSync("/etc/os-release")) return false;
  return /^(ID|ID_LIKE)=.*debian/m.test(readFileSync("/etc/os-release", "utf8"));
}

/** In words for whoever runs the tests. */
export function explainMissing({ name, debian, variable }: Program): string {
  return `There is no ${name}, and none could be installed. Install one (Debian: \`apt-get install ${debian}\`) or set ${variable} to its path.`;
}
