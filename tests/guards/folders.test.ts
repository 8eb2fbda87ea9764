import { afterAll, beforeAll, expect, it } from "vitest";
import { createOverlay, type Overlay } from "./overlay.ts";

const imports = (...paths: string[]) => paths.map((path) => `import "${path}";\n`).join("");
const BREACHES: [rule: string, path: string, code: string][] = [
  ["no-cycles", "packages/api/src/egg.ts", `${imports("./hen.ts")}export const egg = 1;\n`],
  ["resolvable", "packages/api/src/lost.ts", imports("./nowhere.ts")],
  ["core-user-first", "packages/core/src/user/a.ts", imports("../conversation/verb.ts")],
  ["core-conversation-below-integration", "packages/core/src/conversation/a.ts", imports("../integration/verb.ts")],
  ["core-analytics-only-listens", "packages/core/src/integration/a.ts", imports("../analytics/verb.ts")],
  ["core-analytics-imports-no-verb", "packages/core/src/analytics/a.ts", imports("../user/verb.ts")],
  ["core-ports-are-types", "packages/core/src/ports/a.ts", imports("../user/verb.ts")],
  ["features-apart", "apps/web/features/chat/a.tsx", imports("@/features/models/picker.tsx")],
  ["features-below-routes", "apps/web/features/chat/b.tsx", imports("../../app/page.tsx")],
  ["components-below-features", "apps/web/components/a.tsx", imports("@/features/models/picker.tsx")],
  ["web-through-runtime", "apps/web/server/a.ts", imports("@procode/db")],
  ["sandbox-stays-outside", "packages/adapters/src/a.ts", imports("@procode/sandbox")],
  ["sandbox-stays-outside", "packages/runtime/src/a.ts", imports("@procode/sandbox")],
  ["sandbox-stays-outside", "apps/web/server/b.ts", imports("@procode/sandbox")],
  ["web-through-runtime", "apps/web/server/c.ts", imports("@procode/adapters")],
  ["product-without-tests", "packages/core/src/user/b.ts", imports("../testing/clock.ts")],
];
const ALLOWED: [path: string, code: string][] = [
  ["packages/core/src/integration/b.ts", imports("../conversation/verb.ts", "../user/verb.ts")],
  ["packages/core/src/ports/b.ts", 'import type { Verb } from "../user/verb.ts";\n\nexport type Port = Verb;\n'],
  ["packages/adapters/src/a.test.ts", imports("@procode/sandbox")],
  ["apps/web/app/page.tsx", imports("@/features/models/picker.tsx")],
];

const source = (path: string) => [path, "export type Verb = string;\nexport const verb = 1;\n"];
const PLAIN = [
  source("packages/api/src/index.ts"),
  ["packages/api/src/hen.ts", `${imports("./egg.ts")}export const hen = 1;\n`],
  ...["user", "conversation", "integration", "analytics"].map((domain) =>
    source(`packages/core/src/${domain}/verb.ts`),
  ),
  source("packages/core/src/testing/clock.ts"),
  source("packages/db/src/index.ts"),
  source("packages/sandbox/src/index.ts"),
  source("packages/adapters/src/index.ts"),
  source("apps/web/features/models/picker.tsx"),
];
const COPIES = ["tsconfig.json", "tests/verify", ".dependency-cruiser.mjs"];
const MANIFESTS = [
  "packages/api",
  "packages/db",
  "packages/sandbox",
  "packages/core",
  "packages/adapters",
  "apps/web",
].map((folder) => [`${folder}/package.json`, '{ "type": "module", "exports": "./src/index.ts" }']);

let overlay: Overlay;
let code: number;
let output: string;

beforeAll(async () => {
  const planted = [...BREACHES.map(([, path, text]) => [path, text]), ...ALLOWED, ...PLAIN, ...MANIFESTS];
  overlay = createOverlay({
    copies: COPIES,
    files: { "package.json": '{ "type": "module" }', ...Object.fromEntries(planted) },
  });
  ({ code, output } = await overlay.run("node", "tests/verify/check-folders.ts"));
});
afterAll(() => overlay[Symbol.dispose]());

it.each(BREACHES)("%s bites", (rule, path) => {
  expect(output).toContain(`${rule}: ${path} → `);
  expect(code).toBe(1);
});

it.each(ALLOWED)("%s keeps the rules", (path) => {
  expect(output).not.toContain(`: ${path} → `);
});

it("fails when a compiler that it does not know leaves TypeScript uninspected", async () => {
  const blind =
    'import config from "./.dependency-cruiser.mjs";\n\nexport default { ...config, options: { ...config.options, exclude: "[.]tsx?$" } };\n';
  using small = createOverlay({
    copies: COPIES,
    files: {
      "package.json": '{ "type": "module" }',
      "packages/api/src/index.ts": "export const x = 1;\n",
      "apps/cli/index.ts": "export const x = 1;\n",
      "blind.mjs": blind,
    },
  });
  const result = await small.run("node", "tests/verify/check-folders.ts", "blind.mjs");
  expect(result.output).toContain("not inspected: packages/api/src/index.ts");
  expect(result.code).toBe(1);
});
