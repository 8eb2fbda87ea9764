import { readFileSync } from "node:fs";
import { appRouter } from "@procode/api";
import { expect, it } from "vitest";
import { renderApiReference } from "./render-api-reference.ts";

it("docs/api-reference.md is what the routers say today; npm run docs writes it anew", () => {
  expect(readFileSync("docs/api-reference.md", "utf8")).toBe(renderApiReference());
});

it("names every procedure with who may call it, and with which key", () => {
  const text = renderApiReference();
  const missing = Object.keys(appRouter._def.procedures).filter(
    (path) =>
      !new RegExp(
        `^### ${path.replaceAll(".", "\\.")}\n\n\\*(query|mutation|subscription)\\* · (\\*(guest|session|admin)\\*|\\*user\\*, scope \`(chat|read|manage)\`)$`,
        "m",
      ).test(text),
  );
  expect(missing).toEqual([]);
});
