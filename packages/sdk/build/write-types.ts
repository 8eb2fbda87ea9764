import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { renderTypes } from "./render-types.ts";

const FILE = resolve(import.meta.dirname, "../src/procode-router.ts");

writeFileSync(FILE, renderTypes());
execFileSync("biome", ["format", "--write", FILE], { stdio: "inherit" });
