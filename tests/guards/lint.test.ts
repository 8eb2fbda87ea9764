import { afterAll, beforeAll, expect, it } from "vitest";
import { createOverlay, type Overlay } from "./overlay.ts";

// Each rule that the house relies on, with code that breaks it and nothing else.
const BREACHES: [rule: string, path: string, code: string][] = [
  ["plugin: Date.now", "packages/core/src/now.ts", "export const now = Date.now();\n"],
  ["plugin: new Date()", "packages/db/src/today.ts", "export const today = new Date();\n"],
  ["plugin: new Date", "packages/api/src/bare.ts", "export const bare = new Date;\n"],
  ["plugin: Math.random", "apps/web/features/chat/dice.ts", "export const dice = [1].map(Math.random);\n"],
  [
    "plugin: unsafe SQL",
    "packages/db/src/raw.ts",
    'export const raw = (db: Db) => db.$queryRawUnsafe("select 1");\ntype Db = { $queryRawUnsafe(sql: string): unknown };\n',
  ],
  ...Object.entries({
    provider: "ctx.models.fetchModels()",
    telegram: "ctx.channels.telegram.identify()",
    cache: 'ctx.cache.get("key")',
    limits: 'ctx.limits.reset(rule, "key")',
    passwords: 'ctx.passwords.hash("word")',
    clock: "ctx.clock.sleep(10)",
    network: 'fetch("https://example.com")',
  }).map(([name, call]): [string, string, string] => [
    `plugin: waiting for the ${name} in a transaction`,
    `packages/core/src/waits-for-${name}.ts`,
    `export const wait = (ctx: Ctx, rule: Rule) =>\n  ctx.store.asUser("me", async () => {\n    if (rule) await ${call};\n  });\n`,
  ]),
  ["lint/style/noProcessEnv", "packages/adapters/src/secret.ts", "export const secret = process.env.SECRET;\n"],
  ["lint/suspicious/noExplicitAny", "packages/core/src/hole.ts", "export const hole: any = 1;\n"],
  ["lint/suspicious/noTsIgnore", "packages/core/src/ignore.ts", '// @ts-ignore\nexport const one: number = "1";\n'],
  ["lint/suspicious/noEmptyBlockStatements", "packages/core/src/swallow.ts", 'try {\n  JSON.parse("");\n} catch {}\n'],
  ["lint/suspicious/noConsole", "packages/core/src/loud.ts", 'console.log("x");\n'],
  [
    "lint/suspicious/noSkippedTests",
    "packages/core/src/skip.test.ts",
    'import { it } from "vitest";\n\nit.skip("x", () => undefined);\n',
  ],
  [
    "lint/suspicious/noFocusedTests",
    "packages/core/src/only.test.ts",
    'import { it } from "vitest";\n\nit.only("x", () => undefined);\n',
  ],
  ["lint/style/noEnum", "packages/core/src/colour.ts", "export enum Colour {\n  Red = 0,\n}\n"],
  [
    "lint/style/noNonNullAssertion",
    "packages/core/src/sure.ts",
    "export const sure = (list: string[]) => list[0]!.length;\n",
  ],
  [
    "lint/style/useImportType",
    "packages/core/src/import.ts",
    'import { Id } from "./id.ts";\n\nexport type Ids = Id[];\n',
  ],
  ["lint/style/useFilenamingConvention", "packages/core/src/CamelCase.ts", "export const x = 1;\n"],
  ["lint/correctness/noUnusedVariables", "packages/core/src/unused.ts", "const unused = 1;\n"],
  [
    "lint/security/noDangerouslySetInnerHtml",
    "apps/web/features/chat/html.tsx",
    "export const Html = (props: { html: string }) => <p dangerouslySetInnerHTML={{ __html: props.html }} />;\n",
  ],
  ["format", "packages/core/src/crooked.ts", "export const crooked   = 1\n"],
];

const ALLOWED: [path: string, code: string][] = [
  ["packages/adapters/src/system-clock.ts", "export const now = () => new Date();\n"],
  ["packages/runtime/src/env.ts", "export const env = process.env;\n"],
  [
    "packages/core/src/waits-outside.ts",
    "export async function wait(ctx: Ctx) {\n  const kept = await ctx.cache.get(1);\n  return ctx.store.asUser(kept, (tx) => tx.users.read(kept));\n}\ntype Ctx = Record<string, never>;\n",
  ],
  ["packages/core/src/parse.ts", 'export const parsed = new Date("2026-01-01");\n'],
  ["packages/core/src/thing.test.ts", "export const now = Date.now();\n"],
];

type Diagnostic = { category: string; message: string; location: { path: string } };
let overlay: Overlay;
let diagnostics: Diagnostic[];

beforeAll(async () => {
  const planted = [...BREACHES.map(([, path, code]) => [path, code]), ...ALLOWED];
  overlay = createOverlay({ copies: ["biome.json", "tests/verify/lint"], files: Object.fromEntries(planted) });
  const { output } = await overlay.run(
    "biome",
    "check",
    "--vcs-enabled=false",
    "--reporter=json",
    "--max-diagnostics=none",
    "packages",
    "apps",
  );
  diagnostics = JSON.parse(output.slice(output.indexOf("{"), output.lastIndexOf("}") + 1)).diagnostics;
});
afterAll(() => overlay[Symbol.dispose]());

it.each(BREACHES)("%s bites", (rule, path) => {
  const found = diagnostics.filter((diagnostic) => diagnostic.location.path.endsWith(path));
  const category = rule.startsWith("plugin") ? "plugin" : rule;
  expect(found.map((diagnostic) => diagnostic.category)).toContain(category);
});

it.each(ALLOWED)("%s may do what only it may", (path) => {
  expect(diagnostics.filter((diagnostic) => diagnostic.location.path.endsWith(path))).toEqual([]);
});
