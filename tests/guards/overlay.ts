import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export interface Ran {
  code: number;
  stdout: string;
  /** stdout, then stderr. */
  output: string;
}

export interface Overlay {
  root: string;
  /** Runs a command in the overlay; never throws for an exit code. */
  run(command: string, ...args: string[]): Promise<Ran>;
  [Symbol.dispose](): void;
}

/**
 * A small repository in a temporary folder: `copies` come from this one, `files` are planted. Its node_modules are ours,
 * except that `@procode/*` are the overlay's own packages.
 */
export function createOverlay({
  copies = [],
  files = {},
}: {
  copies?: string[];
  files?: Record<string, string>;
}): Overlay {
  const root = mkdtempSync(join(tmpdir(), "procode-guard-"));
  for (const path of copies) cpSync(path, join(root, path), { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  linkModules(root);
  return {
    root,
    run: (command, ...args) => run(root, command, args),
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  };
}

function linkModules(root: string): void {
  const ours = join(process.cwd(), "node_modules");
  mkdirSync(join(root, "node_modules/@procode"), { recursive: true });
  for (const name of readdirSync(ours)) {
    if (name !== "@procode") symlinkSync(join(ours, name), join(root, "node_modules", name));
  }
  for (const folder of ["packages", "apps"]) {
    for (const name of list(join(root, folder))) {
      symlinkSync(join(root, folder, name), join(root, "node_modules/@procode", name));
    }
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

function run(cwd: string, command: string, args: string[]): Promise<Ran> {
  const env = { ...process.env, FORCE_COLOR: "0", NO_COLOR: "1", TURBO_TELEMETRY_DISABLED: "1", CI: "" };
  return new Promise((resolve) => {
    execFile(command, args, { cwd, env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      const code = error ? (typeof error.code === "number" ? error.code : 1) : 0;
      resolve({ code, stdout, output: stdout + stderr });
    });
  });
}
