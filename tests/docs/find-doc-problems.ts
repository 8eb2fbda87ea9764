import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

export interface DocProblems {
  documents: string[];
  /** Links and paths that were looked at. */
  checked: number;
  problems: string[];
}

const PATH = /^(apps|packages|prisma|docs|tests|bench|turbo|\.github|\.ci)\/[^\s`:]+$/;
const ROOT_FILE = /^(\.?[\w-]+\.(json|ts|mjs|yml|md|sh)|\.env\.example|Dockerfile)$/;

/** Every path and every link inside the documents of `root` that leads nowhere, and every npm script that does not exist. */
export function findDocProblems(root: string): DocProblems {
  const documents = globSync(["*.md", "docs/**/*.md"], { cwd: root }).sort();
  let checked = 0;
  const problems = documents.flatMap((document) => {
    const text = readFileSync(join(root, document), "utf8");
    const judged = [...judgeLinks(root, document, text), ...judgePaths(root, text), ...judgeScripts(root, text)];
    checked += judged.length;
    return judged.flatMap((problem) => (problem ? [`${document}: ${problem}`] : []));
  });
  return { documents, checked, problems };
}

function judgeLinks(root: string, document: string, text: string): (string | null)[] {
  return [...withoutFences(text).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = ""]) => {
    if (/^[a-z]+:/.test(target)) return [];
    const [path = "", anchor] = target.split("#");
    const file = path === "" ? document : normalize(join(dirname(document), path));
    if (!existsSync(join(root, file))) return [`the link ${target} leads to no file`];
    if (anchor === undefined) return [null];
    const anchors = headings(readFileSync(join(root, file), "utf8"));
    return [anchors.includes(anchor) ? null : `the link ${target} leads to no heading`];
  });
}

/** Paths in backticks; `<x>` stands for any name, and a pattern must match something that exists. */
function judgePaths(root: string, text: string): (string | null)[] {
  return [...withoutFences(text).matchAll(/`([^`\n]+)`/g)].flatMap(([, code = ""]) => {
    if (!PATH.test(code) && !ROOT_FILE.test(code)) return [];
    if (!ROOT_FILE.test(code)) return [matches(root, code) ? null : `${code} does not exist`];
    return [
      existsSync(join(root, code)) ||
      globSync(`{apps,packages,tests,prisma}/**/${code}`, { cwd: root, exclude }).length > 0
        ? null
        : `${code} does not exist`,
    ];
  });
}

function judgeScripts(root: string, text: string): (string | null)[] {
  return [...text.matchAll(/npm run ([\w:-]+)(?: -w @procode\/([\w-]+))?/g)].map(([, name = "", workspace]) =>
    name in scriptsOf(root, workspace) ? null : `npm run ${name} does not exist`,
  );
}

function scriptsOf(root: string, workspace: string | undefined): Record<string, string> {
  const places = workspace === undefined ? ["."] : [`packages/${workspace}`, `apps/${workspace}`];
  const file = places.map((place) => join(root, place, "package.json")).find((path) => existsSync(path));
  return file ? (JSON.parse(readFileSync(file, "utf8")).scripts ?? {}) : {};
}

function matches(root: string, path: string): boolean {
  if (existsSync(join(root, path))) return true;
  const pattern = path.replace(/<[^>]+>/g, "*");
  return pattern.includes("*") && globSync(pattern, { cwd: root, exclude }).length > 0;
}

const exclude = (name: string) => name.includes("node_modules");

function withoutFences(text: string): string {
  return text.replace(/^```[\s\S]*?^```/gm, "");
}

/** Headings as GitHub writes their anchors. */
function headings(text: string): string[] {
  return [...withoutFences(text).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replaceAll(" ", "-"),
  );
}
