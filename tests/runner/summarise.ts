import type { StageResult } from "./run-stage.ts";

export interface Summary {
  table: string;
  /** Stands alone as the very last line of `npm test`. */
  lastLine: string;
  ok: boolean;
}

/**
 * Counts what the reports say. A stage that failed without a failed test (a static check, a threshold, a crash) counts as
 * one failure, so that the last line never hides it. With `ci`, a test that did not run is a failure of the whole.
 */
export function summarise(results: StageResult[], { ci }: { ci: boolean }): Summary {
  const rows = results.map((result) => {
    const count = (state: string) => result.outcomes.filter((outcome) => outcome.state === state).length;
    const failed = count("failed");
    return {
      ...result,
      passed: count("passed"),
      failed: failed === 0 && !result.ok ? 1 : failed,
      skipped: count("skipped"),
    };
  });
  const sum = (key: "passed" | "failed" | "skipped") => rows.reduce((total, row) => total + row[key], 0);
  const line = (cells: (string | number)[]) =>
    cells.map((cell, i) => (i < 2 ? String(cell).padEnd(14) : String(cell).padStart(9))).join("");
  const table = [
    line(["stage", "result", "passed", "failed", "not run", "seconds"]),
    ...rows.map((row) => {
      const ok = row.failed === 0 && !(ci && row.skipped > 0);
      return line([row.name, ok ? "ok" : "failed", row.passed, row.failed, row.skipped, row.seconds.toFixed(1)]);
    }),
    ...listNotRun(results),
    ...(ci && sum("skipped") > 0 ? ["", "CI is set: a test that did not run counts as a failure."] : []),
  ].join("\n");
  return {
    table,
    lastLine: `${sum("passed")} passed, ${sum("failed")} failed, ${sum("skipped")} skipped`,
    ok: results.length > 0 && sum("failed") === 0 && !(ci && sum("skipped") > 0),
  };
}

/** Which tests did not run, file by file, and what the machine lacks. */
function listNotRun(results: StageResult[]): string[] {
  const skipped = results.flatMap(({ outcomes }) => outcomes).filter(({ state }) => state === "skipped");
  if (skipped.length === 0) return [];
  const files = [...new Set(skipped.map(({ file }) => file))];
  const count = (file: string) => skipped.filter((outcome) => outcome.file === file).length;
  return [
    "",
    `NOT RUN, and so not proven: ${skipped.length}`,
    ...files.map((file) => `  ${file}: ${count(file)}`),
    ...results.flatMap(({ missing }) => missing),
  ];
}
