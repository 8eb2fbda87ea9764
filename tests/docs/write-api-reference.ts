import { writeFileSync } from "node:fs";
import { renderApiReference } from "./render-api-reference.ts";

/** `npm run docs`: writes docs/api-reference.md from the routers. */
writeFileSync("docs/api-reference.md", renderApiReference());
