import { resolve } from "node:path";
import { generateDtsBundle } from "dts-bundle-generator";
import { formatSource } from "./format-source.ts";

const SDK = resolve(import.meta.dirname, "..");

/** The types of all that the package exports, as one declaration file that imports nothing. */
export function bundleTypes(): string {
  const [types = ""] = generateDtsBundle(
    [{ filePath: resolve(SDK, "src/index.ts"), output: { noBanner: true, exportReferencedTypes: false } }],
    { preferredConfigPath: resolve(SDK, "build/tsconfig.types.json") },
  );
  // All of it is exported, so that nothing needs the mark that hides the rest.
  return formatSource(types.replace(/^export \{\};\n/m, ""));
}
