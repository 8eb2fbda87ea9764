import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { rolldown } from "rolldown";
import { bundleTypes } from "./bundle-types.ts";

const SDK = resolve(import.meta.dirname, "..");
const DIST = join(SDK, "dist");

/**
 * Writes the package as it leaves the repository to dist/, complete with its own manifest: here the sources are run as
 * they are, there only what was built.
 */
rmSync(DIST, { recursive: true, force: true });
mkdirSync(DIST);
const manifest = JSON.parse(readFileSync(join(SDK, "package.json"), "utf8"));
const bundle = await rolldown({
  input: join(SDK, "src/index.ts"),
  external: Object.keys(manifest.dependencies),
  platform: "neutral",
});
await bundle.write({ file: join(DIST, "index.js"), format: "esm", comments: { legal: true, jsdoc: false } });
await bundle.close();
writeFileSync(join(DIST, "index.d.ts"), bundleTypes());
writeFileSync(join(DIST, "package.json"), `${JSON.stringify(published(manifest), null, 2)}\n`);
for (const file of ["README.md", "CHANGELOG.md"]) cpSync(join(SDK, file), join(DIST, file), { force: true });

function published({ name, version, description, license, type, sideEffects, engines, dependencies }: typeof manifest) {
  return {
    name,
    version,
    description,
    license,
    type,
    sideEffects,
    exports: { ".": { types: "./index.d.ts", default: "./index.js" }, "./package.json": "./package.json" },
    types: "./index.d.ts",
    files: ["index.js", "index.d.ts", "CHANGELOG.md"],
    engines,
    dependencies,
    publishConfig: { access: "public" },
  };
}
