import { expect, it } from "vitest";
import { createOverlay } from "./overlay.ts";

const manifest = (name: string, zod: string) =>
  JSON.stringify({ name, version: "0.1.0", private: true, type: "module", dependencies: { zod } });
const root = (packageManager?: string) =>
  JSON.stringify({ name: "procode", private: true, packageManager, workspaces: ["packages/*"] });

async function sherif(files: Record<string, string>) {
  using overlay = createOverlay({ files: { "package-lock.json": "{}", ...files } });
  return await overlay.run("sherif", "--fail-on-warnings");
}

it("two versions of one dependency are refused", async () => {
  const { code, output } = await sherif({
    "package.json": root("npm@11.19.1"),
    "packages/a/package.json": manifest("a", "4.6.7"),
    "packages/b/package.json": manifest("b", "4.6.6"),
  });
  expect(output).toContain("multiple-dependency-versions");
  expect(code).not.toBe(0);
});

it("a root without its package manager is refused", async () => {
  const { code, output } = await sherif({ "package.json": root(), "packages/a/package.json": manifest("a", "4.6.7") });
  expect(output).toContain("root-package-manager-field");
  expect(code).not.toBe(0);
});

it("one version everywhere is fine", async () => {
  const { code, output } = await sherif({
    "package.json": root("npm@11.19.1"),
    "packages/a/package.json": manifest("a", "4.6.7"),
    "packages/b/package.json": manifest("b", "4.6.7"),
  });
  expect(output).toContain("No issues found");
  expect(code).toBe(0);
});
