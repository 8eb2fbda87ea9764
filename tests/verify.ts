import { availableParallelism } from "node:os";
import pLimit from "p-limit";
import { CHECKS } from "./verify/checks.ts";
import { runCheck } from "./verify/run-check.ts";

/** `npm run verify`: every static check, two at a time, one line each; whole output only of what failed. */
const failed: string[] = [];
const limit = pLimit(Math.min(2, availableParallelism()));

await Promise.all(
  CHECKS.map((check) =>
    limit(async () => {
      const result = await runCheck(check);
      console.log(
        `${result.ok ? "✓" : "✗"} ${check.name.padEnd(12)} ${result.seconds.padStart(6)} s  ${result.summary}`,
      );
      if (result.ok) return;
      failed.push(check.name);
      console.log(`\n${result.output.trim()}\n`);
    }),
  ),
);

if (failed.length > 0) {
  console.error(
    `verify failed: ${failed.join(", ")}. \`npm run format\` mends layout and what else can be mended by itself.`,
  );
  process.exit(1);
}
