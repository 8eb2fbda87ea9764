import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { createOverlay } from "../guards/overlay.ts";
import { runCheck } from "../verify/run-check.ts";
import { explainMissing, findProgram, searchProgram } from "./find-program.ts";
import { NGINX, REDIS } from "./programs.ts";
import { type Outcome, readOutcomes } from "./read-outcomes.ts";
import { summarise } from "./summarise.ts";
import { testEnvironment } from "./test-environment.ts";

const outcome = (state: Outcome["state"]): Outcome => ({ file: "a.test.ts", names: ["a"], state });
const stage = (ok: boolean, ...states: Outcome["state"][]) => ({
  name: "unit",
  ok,
  seconds: 1,
  outcomes: states.map(outcome),
  missing: [],
});

const folder = mkdtempSync(join(tmpdir(), "procode-report-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function report(json: unknown): string {
  const file = join(folder, "report.json");
  writeFileSync(file, JSON.stringify(json));
  return file;
}

describe("the last line of npm test", () => {
  it("adds up every stage", () => {
    const { lastLine, ok } = summarise([stage(true, "passed", "passed"), stage(true, "passed")], { ci: true });
    expect(lastLine).toBe("3 passed, 0 failed, 0 skipped");
    expect(ok).toBe(true);
  });

  it("counts a stage that failed without a failed test, so that a crash never reads as success", () => {
    const { lastLine, ok } = summarise([stage(true, "passed"), stage(false)], { ci: false });
    expect(lastLine).toBe("1 passed, 1 failed, 0 skipped");
    expect(ok).toBe(false);
  });

  it("lets a skipped test pass at home and fail in CI", () => {
    const results = [stage(true, "passed", "skipped")];
    expect(summarise(results, { ci: false })).toMatchObject({ ok: true, lastLine: "1 passed, 0 failed, 1 skipped" });
    expect(summarise(results, { ci: true })).toMatchObject({ ok: false, lastLine: "1 passed, 0 failed, 1 skipped" });
  });

  it("is no success when nothing ran", () => {
    expect(summarise([], { ci: false }).ok).toBe(false);
  });

  it("stands alone at the end of the real command, which fails when a stage fails", async () => {
    using overlay = createOverlay({
      copies: ["tests/run.ts", "tests/runner", "tests/requirements", "package.json"],
      files: { "docs/requirements.md": "| R001 | A | built | `tests/a.test.ts › gone` |\n" },
    });
    const { code, stdout, output } = await overlay.run("node", "tests/run.ts", "requirements");
    expect(output).toContain("R001: no test of tests/a.test.ts ran.");
    expect(stdout.trimEnd().split("\n").at(-1)).toBe("0 passed, 1 failed, 0 skipped");
    expect(code).toBe(1);
  });
});

describe("reports", () => {
  it("of vitest give each test by its title and with its groups; a broken file is a failure", () => {
    const file = report({
      testResults: [
        {
          name: join(process.cwd(), "packages/core/src/a.test.ts"),
          status: "passed",
          assertionResults: [
            { ancestorTitles: ["group"], title: "works", status: "passed" },
            { ancestorTitles: [], title: "waits", status: "pending" },
          ],
        },
        { name: join(process.cwd(), "packages/core/src/b.test.ts"), status: "failed", assertionResults: [] },
      ],
    });
    expect(readOutcomes({ file, format: "vitest" })).toEqual([
      { file: "packages/core/src/a.test.ts", names: ["works", "group › works", "group works"], state: "passed" },
      { file: "packages/core/src/a.test.ts", names: ["waits"], state: "skipped" },
      { file: "packages/core/src/b.test.ts", names: ["(the file itself)"], state: "failed" },
    ]);
  });

  it("of playwright give each test with the state that counts", () => {
    const spec = (title: string, status: string) => ({ title, file: "main.spec.ts", tests: [{ status }] });
    const file = report({
      config: { rootDir: join(process.cwd(), "tests/e2e") },
      errors: [],
      suites: [
        {
          title: "main.spec.ts",
          file: "main.spec.ts",
          specs: [spec("chats", "expected"), spec("waits", "skipped")],
          suites: [{ title: "group", file: "main.spec.ts", specs: [spec("breaks", "unexpected")] }],
        },
      ],
    });
    expect(readOutcomes({ file, format: "playwright" })).toEqual([
      { file: "tests/e2e/main.spec.ts", names: ["chats"], state: "passed" },
      { file: "tests/e2e/main.spec.ts", names: ["waits"], state: "skipped" },
      { file: "tests/e2e/main.spec.ts", names: ["breaks", "group › breaks", "group breaks"], state: "failed" },
    ]);
  });

  it("that are missing give nothing", () => {
    expect(readOutcomes({ file: "test-results/reports/none.json", format: "vitest" })).toEqual([]);
  });
});

it("tests never see what a developer set for their own PROCODE", () => {
  const own = {
    PATH: "/bin",
    CI: "1",
    DATABASE_URL: "postgres://mine",
    OPENROUTER_API_KEY: "real",
    PORT: "80",
    PROCODE_TEST_DATABASE_URL: "postgres://test",
  };
  const env = testEnvironment(own);
  expect(env).toMatchObject({ PATH: "/bin", CI: "1", PROCODE_TEST_DATABASE_URL: "postgres://test" });
  expect(env).toMatchObject({ OPENROUTER_API_KEY: "mock_key", TELEGRAM_BOT_TOKEN: "mock_token" });
  expect(env).not.toHaveProperty("DATABASE_URL");
  expect(env).not.toHaveProperty("PORT");
});

describe("a program that tests need", () => {
  it("is the one that its variable names, before any other", () => {
    expect(findProgram(NGINX, { PROCODE_NGINX: process.execPath, PATH: "" })).toBe(process.execPath);
  });

  it("is not found where a test shall not find it, and nothing is installed", () => {
    const env = { ...process.env, PROCODE_REDIS_SERVER: process.execPath, PROCODE_TEST_WITHOUT: "nginx redis-server" };
    expect(findProgram(NGINX, env)).toBeNull();
    expect(findProgram(REDIS, env)).toBeNull();
    expect(searchProgram({ ...REDIS, files: ["other"] }, env)).toBe(process.execPath);
  });

  // The planted breach: a test that lacks its program, through the real command.
  it("and is not there leaves its tests not run: said with the reason, never passed, and with CI a failure", async () => {
    using overlay = createOverlay({
      copies: ["tests/run.ts", "tests/runner", "package.json"],
      files: {
        "vitest.config.ts": `export default { test: { projects: [{ test: { name: "integration", include: ["tests/planted.test.ts"] } }] } };`,
        "tests/planted.test.ts": `import { describe, it } from "vitest";
import { searchProgram } from "./runner/find-program.ts";
import { NGINX } from "./runner/programs.ts";
describe.skipIf(searchProgram(NGINX) === null)("behind nginx", () => { it("answers", () => undefined); });
`,
      },
    });
    const variables = ["CI=true", "PROCODE_TEST_WITHOUT=nginx"];
    const { stdout, code } = await overlay.run("env", ...variables, "node", "tests/run.ts", "integration");
    expect(stdout).toContain("NOT RUN, and so not proven: 1\n  tests/planted.test.ts: 1\n");
    expect(stdout).toContain(explainMissing(NGINX));
    expect(stdout.trimEnd().split("\n").at(-1)).toBe("0 passed, 0 failed, 1 skipped");
    expect(code).toBe(1);
  });
});

describe("a static check", () => {
  const check = { name: "x", command: "node", unit: "files", inspected: (output: string) => Number(output.trim()) };

  it("passes with what it looked at", async () => {
    expect(await runCheck({ ...check, args: ["-p", "3"] })).toMatchObject({ ok: true, summary: "3 files" });
  });

  it("fails when it looked at nothing", async () => {
    expect(await runCheck({ ...check, args: ["-p", "0"] })).toMatchObject({
      ok: false,
      summary: "looked at no files, so it proves nothing",
    });
  });

  it("fails with its exit code and whole output", async () => {
    const result = await runCheck({ ...check, args: ["-e", "console.log('why');process.exit(3)"] });
    expect(result).toMatchObject({ ok: false, summary: "failed (exit 3)", output: "why\n" });
  });

  it("fails with a sentence when its tool is not there", async () => {
    const result = await runCheck({ ...check, command: "no-such-tool", args: [] });
    expect(result.output).toContain("no-such-tool did not start");
    expect(result.ok).toBe(false);
  });
});
