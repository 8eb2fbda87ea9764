import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { formatSource } from "./format-source.ts";
import { renderTypes } from "./render-types.ts";

writeFileSync(resolve(import.meta.dirname, "../src/procode-router.ts"), formatSource(renderTypes()));
