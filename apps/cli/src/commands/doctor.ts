import { checks } from "../doctor/checks.ts";

/** Checks each dependency and says how to repair it; 1 when something is broken. */
export async function doctor(): Promise<number> {
  let broken = 0;
  for (const check of checks) {
    const result = await check.look(process.env).catch((error: unknown) => ({ ok: false, detail: String(error) }));
    if (!result.ok) broken++;
    process.stdout.write(`  ${result.ok ? "✓" : "✗"} ${check.name.padEnd(16)} ${result.detail}\n`);
    if (!result.ok) process.stdout.write(`    ${"".padEnd(16)} ${check.repair}\n`);
  }
  process.stdout.write(
    broken === 0 ? "\nEverything is as it should be.\n" : `\n${broken} of ${checks.length} need a hand.\n`,
  );
  return broken === 0 ? 0 : 1;
}
