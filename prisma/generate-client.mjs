import { spawnSync } from "node:child_process";

// `prisma generate` asks for the schema engine and never runs it; any program that exists spares its download.
const { status } = spawnSync("prisma", ["generate"], {
  stdio: "inherit",
  shell: process.platform === "win32",
  env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: "1" },
});
process.exit(status ?? 1);
