import { describe, expect, it } from "vitest";
import { createOverlay } from "./overlay.ts";

// The table of ARCHITECTURE.md, written a second time on purpose: turbo.json must agree with it. The rules follow
// dependencies of dependencies, so who depends on adapters may reach what its tests need (sandbox) and web what runtime
// needs (db, adapters); dependency-cruiser's sandbox-stays-outside and web-through-runtime hold their code.
const MAY_IMPORT: Record<string, string[]> = {
  contracts: [],
  core: ["contracts"],
  db: ["core", "contracts"],
  adapters: ["core", "contracts", "sandbox"],
  runtime: ["core", "contracts", "db", "adapters", "sandbox"],
  api: ["core", "contracts"],
  jobs: ["core", "contracts"],
  sandbox: [],
  sdk: ["api", "contracts", "core", "sandbox"],
};
const APPS: Record<string, string[]> = {
  web: ["api", "jobs", "runtime", "core", "contracts", "db", "adapters", "sandbox"],
  "telegram-bot": ["api", "runtime", "core", "contracts", "adapters", "db", "sandbox"],
  cli: ["runtime", "db", "core", "sandbox", "contracts", "adapters", "api", "sdk"],
};
const NAMES = [...Object.keys(MAY_IMPORT), ...Object.keys(APPS)];
const folder = (name: string) => (name in APPS ? `apps/${name}` : `packages/${name}`);

/** All packages as empty shells, and one of them that depends on and imports `wanted`. */
function shells(importer: string, wanted: string[]): Record<string, string> {
  const files = NAMES.flatMap((name) => {
    const dependencies = Object.fromEntries(
      name === importer ? wanted.map((other) => [`@procode/${other}`, "0.1.0"]) : [],
    );
    const manifest = {
      name: `@procode/${name}`,
      version: "0.1.0",
      type: "module",
      exports: "./src/index.ts",
      dependencies,
    };
    const code = name === importer ? wanted.map((other) => `import "@procode/${other}";\n`).join("") : "export {};\n";
    return [
      [`${folder(name)}/package.json`, JSON.stringify(manifest)],
      [`${folder(name)}/src/index.ts`, code],
    ];
  });
  const root = { name: "procode", private: true, packageManager: "npm@11.19.1", workspaces: ["apps/*", "packages/*"] };
  return { ...Object.fromEntries(files), "package.json": JSON.stringify(root) };
}

async function boundaries(importer: string, wanted: string[], extra: Record<string, string> = {}) {
  const copies = ["turbo.json", ...NAMES.map((name) => `${folder(name)}/turbo.json`)];
  using overlay = createOverlay({ copies, files: { ...shells(importer, wanted), ...extra } });
  return await overlay.run("turbo", "boundaries", "--no-color");
}

describe.each(Object.entries({ ...MAY_IMPORT, ...APPS }))("%s", (importer, allowed) => {
  const forbidden = NAMES.filter((name) => name !== importer && !allowed.includes(name));

  it(`may not import ${forbidden.join(", ")}`, async () => {
    const { code, output } = await boundaries(importer, forbidden);
    expect(code).not.toBe(0);
    const unnoticed = forbidden.filter((name) => !output.includes(`\`@procode/${name}\``));
    expect(unnoticed, output).toEqual([]);
  });

  it(`may import ${allowed.join(", ") || "no package of ours"}`, async () => {
    const { code, output } = await boundaries(importer, allowed);
    expect(code, output).toBe(0);
    expect(output).toMatch(/Checked [1-9]\d* files in 12 packages/);
  });
});

it("refuses a package that package.json does not declare", async () => {
  const { code, output } = await boundaries("core", ["contracts"], {
    "packages/core/src/a.ts": 'import "@procode/api";\n',
  });
  expect(code).not.toBe(0);
  expect(output).toContain("@procode/api");
});

it("refuses a file outside of the package", async () => {
  const { code, output } = await boundaries("core", ["contracts"], {
    "packages/core/src/a.ts": 'import "../../db/src/index.ts";\n',
  });
  expect(code).not.toBe(0);
  expect(output).toContain("../../db/src/index.ts");
});
