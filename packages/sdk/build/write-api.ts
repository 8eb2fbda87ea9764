import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { bundleTypes } from "./bundle-types.ts";

writeFileSync(resolve(import.meta.dirname, "../api.d.ts"), bundleTypes());
