import { existsSync, readFileSync } from "node:fs";
import { relative } from "node:path";
import type { Stage } from "./stages.ts";

/** What one test did. `file` is relative to the root; `names` are all ways to write its name: the last title alone, and with its groups. */
export interface Outcome {
  file: string;
  names: string[];
  state: "passed" | "failed" | "skipped";
}

type VitestReport = {
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { ancestorTitles: string[]; title: string; status: string }[];
  }[];
};
type PlaywrightSuite = {
  title: string;
  file: string;
  specs: { title: string; file: string; tests: { status: string }[] }[];
  suites?: PlaywrightSuite[];
};
type PlaywrightReport = { config: { rootDir: string }; suites: PlaywrightSuite[]; errors: unknown[] };

/** The outcomes in a JSON report; a file that broke before its tests counts as one failed test. No report, no outcomes. */
export function readOutcomes(report: NonNullable<Stage["report"]>): Outcome[] {
  if (!existsSync(report.file)) return [];
  const json = JSON.parse(readFileSync(report.file, "utf8"));
  return report.format === "vitest" ? fromVitest(json) : fromPlaywright(json);
}

function fromVitest(report: VitestReport): Outcome[] {
  return report.testResults.flatMap((result): Outcome[] => {
    const file = relative(process.cwd(), result.name);
    if (result.assertionResults.length === 0 && result.status === "failed") {
      return [{ file, names: ["(the file itself)"], state: "failed" }];
    }
    return result.assertionResults.map(({ ancestorTitles, title, status }) => ({
      file,
      names: spellings(ancestorTitles, title),
      state: status === "passed" || status === "failed" ? status : "skipped",
    }));
  });
}

function fromPlaywright(report: PlaywrightReport): Outcome[] {
  const root = relative(process.cwd(), report.config.rootDir);
  const walk = (suite: PlaywrightSuite, groups: string[]): Outcome[] => [
    ...suite.specs.flatMap((spec) =>
      spec.tests.map(
        (test): Outcome => ({
          file: root === "" ? spec.file : `${root}/${spec.file}`,
          names: spellings(groups, spec.title),
          state: test.status === "skipped" ? "skipped" : test.status === "unexpected" ? "failed" : "passed",
        }),
      ),
    ),
    ...(suite.suites ?? []).flatMap((inner) => walk(inner, [...groups, inner.title])),
  ];
  return report.suites.flatMap((suite) => walk(suite, []));
}

function spellings(groups: string[], title: string): string[] {
  const named = groups.filter((group) => group !== "");
  return named.length === 0 ? [title] : [title, [...named, title].join(" › "), [...named, title].join(" ")];
}
