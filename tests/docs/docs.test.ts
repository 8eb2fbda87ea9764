import { expect, it } from "vitest";
import { createOverlay } from "../guards/overlay.ts";
import { findDocProblems } from "./find-doc-problems.ts";

it("every path and link in the documents leads somewhere", () => {
  const { documents, checked, problems } = findDocProblems(process.cwd());
  expect(problems).toEqual([]);
  expect(documents).toEqual(
    expect.arrayContaining(["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "docs/security.md"]),
  );
  expect(checked).toBeGreaterThan(50);
});

// Planted breaches.
it.each([
  ["a link to a file that is not there", "[gone](docs/gone.md)", "the link docs/gone.md leads to no file"],
  ["a link to a heading that is not there", "[gone](#gone)", "the link #gone leads to no heading"],
  ["a path that is not there", "see `packages/core/src/gone.ts`", "packages/core/src/gone.ts does not exist"],
  ["a pattern that matches nothing", "see `packages/<name>/gone/*.ts`", "packages/<name>/gone/*.ts does not exist"],
  ["a root file that is not there", "see `gone.json`", "gone.json does not exist"],
  ["a script that is not there", "run `npm run gone`", "npm run gone does not exist"],
])("%s is found", (_, text, said) => {
  using overlay = createOverlay({ files: { "README.md": `# Here\n\n${text}\n`, "package.json": '{ "scripts": {} }' } });
  expect(findDocProblems(overlay.root).problems).toEqual([`README.md: ${said}`]);
});

it("what is there is not complained about", () => {
  const text =
    "# Here it is\n\n[up](#here-it-is), [out](https://example.org), `packages/<name>/*.ts`, `package.json`, `npm run go`\n";
  using overlay = createOverlay({
    files: { "README.md": text, "package.json": '{ "scripts": { "go": "x" } }', "packages/a/b.ts": "" },
  });
  expect(findDocProblems(overlay.root)).toMatchObject({ checked: 4, problems: [] });
});
