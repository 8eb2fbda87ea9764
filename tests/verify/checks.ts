import type { Check } from "./check.ts";

const first = (pattern: RegExp) => (output: string) => Number(pattern.exec(output)?.[1] ?? 0);
const ownFiles = (output: string) =>
  output.split("\n").filter((line) => /\.tsx?$/.test(line.trim()) && !line.includes("node_modules")).length;

/** The longest first, so that two at a time end together. */
export const CHECKS: Check[] = [
  {
    name: "types",
    command: "tsc",
    args: ["-p", "tsconfig.json", "--listFiles", "--pretty", "false"],
    inspected: ownFiles,
    unit: "files",
  },
  {
    name: "types of web",
    command: "tsc",
    args: ["-p", "apps/web/tsconfig.json", "--noEmit", "--incremental", "false", "--listFiles", "--pretty", "false"],
    inspected: ownFiles,
    unit: "files",
  },
  {
    name: "folders",
    command: "node",
    args: ["tests/verify/check-folders.ts"],
    inspected: first(/^(\d+) files/m),
    unit: "files",
  },
  {
    name: "unused",
    command: "knip",
    args: [
      "--no-progress",
      "--no-config-hints",
      "--reporter",
      "symbols",
      "--reporter",
      "./tests/verify/count-unused-inspected.ts",
    ],
    inspected: first(/^Inspected (\d+) files/m),
    unit: "files",
  },
  {
    name: "lint",
    command: "biome",
    args: ["check", "--error-on-warnings", "--colors=off"],
    inspected: first(/Checked (\d+) files/),
    unit: "files",
  },
  {
    name: "boundaries",
    command: "turbo",
    args: ["boundaries", "--no-color"],
    inspected: first(/Checked (\d+) files/),
    unit: "files",
  },
  {
    name: "packages",
    command: "sherif",
    args: ["--fail-on-warnings"],
    // sherif counts only when it finds something; tests/guards/packages.test.ts proves that it looks.
    inspected: (output) => (output.includes("No issues found") ? 1 : 0),
    unit: "workspace",
  },
];
