import { afterAll, beforeAll, expect, it } from "vitest";
import { createOverlay, type Overlay } from "./overlay.ts";

const BREACHES: [setting: string, code: string, source: string][] = [
  ["strict", "TS7006", "export const id = (value) => value;\n"],
  ["noUncheckedIndexedAccess", "TS2322", "export const first = (list: string[]): string => list[0];\n"],
  ["erasableSyntaxOnly", "TS1294", "export class Box {\n  constructor(private readonly content: string) {}\n}\n"],
  ["verbatimModuleSyntax", "TS1484", 'import { Other } from "./other.ts";\nexport type Mine = Other;\n'],
  ["noImplicitOverride", "TS4114", "class A {\n  run() {}\n}\nexport class B extends A {\n  run() {}\n}\n"],
  [
    "noFallthroughCasesInSwitch",
    "TS7029",
    "export function f(n: number) {\n  switch (n) {\n    case 1:\n      n++;\n    default:\n      return n;\n  }\n}\n",
  ],
  ["module nodenext", "TS2835", 'import type { Other } from "./other";\nexport type Mine = Other;\n'],
];

let overlay: Overlay;
let output: string;

beforeAll(async () => {
  const planted = BREACHES.map(([setting, , source]) => [`packages/core/src/${setting.replace(" ", "-")}.ts`, source]);
  overlay = createOverlay({
    copies: ["tsconfig.json"],
    files: {
      "package.json": '{ "type": "module" }',
      "packages/core/src/other.ts": "export interface Other {\n  id: string;\n}\n",
      ...Object.fromEntries(planted),
    },
  });
  ({ output } = await overlay.run("tsc", "-p", "tsconfig.json", "--pretty", "false"));
});
afterAll(() => overlay[Symbol.dispose]());

it.each(BREACHES)("%s bites with %s", (setting, code) => {
  const lines = output
    .split("\n")
    .filter((line) => line.startsWith(`packages/core/src/${setting.replace(" ", "-")}.ts`));
  expect(lines.join("\n")).toContain(`error ${code}:`);
});

it("says nothing of code that keeps the rules", () => {
  expect(output).not.toContain("other.ts(");
});
