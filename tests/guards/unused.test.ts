import { afterAll, beforeAll, expect, it } from "vitest";
import { CHECKS } from "../verify/checks.ts";
import { createOverlay, type Overlay } from "./overlay.ts";

const BREACHES: [what: string, said: string][] = [
  ["a file that nothing imports", "packages/core/src/forgotten.ts"],
  ["an export that nothing imports", "neverAsked"],
  ["a dependency that nothing imports", "pino"],
  ["an import that package.json does not name", "p-limit"],
];

let overlay: Overlay;
let code: number;
let output: string;

beforeAll(async () => {
  overlay = createOverlay({
    copies: ["knip.json", "tests/verify", "tests/verify.ts", "tsconfig.json"],
    files: {
      "package.json": JSON.stringify({ name: "procode", type: "module", private: true, workspaces: ["packages/*"] }),
      "packages/core/package.json": JSON.stringify({
        name: "@procode/core",
        version: "0.1.0",
        exports: "./src/index.ts",
        dependencies: { pino: "10.4.0" },
      }),
      "packages/core/src/index.ts":
        'import pLimit from "p-limit";\nimport { asked } from "./asked.ts";\n\nexport const x = [pLimit, asked];\n',
      "packages/core/src/asked.ts": "export const asked = 1;\nexport const neverAsked = 2;\n",
      "packages/core/src/forgotten.ts": "export const forgotten = 1;\n",
    },
  });
  const check = CHECKS.find(({ name }) => name === "unused");
  if (!check) throw new Error("verify has no check for unused code");
  ({ code, output } = await overlay.run(check.command, ...check.args));
});
afterAll(() => overlay[Symbol.dispose]());

it.each(BREACHES)("%s is found", (_, said) => {
  expect(output).toContain(said);
  expect(code).not.toBe(0);
});

it("says how many files it looked at", () => {
  expect(output).toMatch(/^Inspected [1-9]\d* files$/m);
});
