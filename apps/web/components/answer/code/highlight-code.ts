import {
  createCssVariablesTheme,
  createHighlighterCore,
  type HighlighterCore,
  type DynamicImportLanguageRegistration,
} from "@shikijs/core";
import { loadPart } from "../../../browser/load-part.ts";
import { createJavaScriptRawEngine } from "@shikijs/engine-javascript/raw";

export type CodeKind = "plain" | "keyword" | "string" | "number" | "comment";
export type CodeLine = readonly { text: string; kind: CodeKind }[];

const LONGEST = 40_000;
const LONGEST_LINE = 1_000;
// The first line also compiles the grammar. Cut short there, the rest of the code would all look like that line.
const LINE_MS = 5_000;
const PREFIX = "--code-";
const THEME = createCssVariablesTheme({ name: "ink", variablePrefix: PREFIX });
const KINDS: Record<string, CodeKind> = {
  "token-keyword": "keyword",
  "token-string": "string",
  "token-string-expression": "string",
  "token-constant": "number",
  "token-comment": "comment",
};

const LANGUAGES: Record<string, DynamicImportLanguageRegistration> = {
  bash: () => import("@shikijs/langs-precompiled/bash"),
  c: () => import("@shikijs/langs-precompiled/c"),
  cpp: () => import("@shikijs/langs-precompiled/cpp"),
  csharp: () => import("@shikijs/langs-precompiled/csharp"),
  css: () => import("@shikijs/langs-precompiled/css"),
  diff: () => import("@shikijs/langs-precompiled/diff"),
  docker: () => import("@shikijs/langs-precompiled/docker"),
  go: () => import("@shikijs/langs-precompiled/go"),
  html: () => import("@shikijs/langs-precompiled/html"),
  java: () => import("@shikijs/langs-precompiled/java"),
  javascript: () => import("@shikijs/langs-precompiled/javascript"),
  json: () => import("@shikijs/langs-precompiled/json"),
  jsx: () => import("@shikijs/langs-precompiled/jsx"),
  kotlin: () => import("@shikijs/langs-precompiled/kotlin"),
  markdown: () => import("@shikijs/langs-precompiled/markdown"),
  php: () => import("@shikijs/langs-precompiled/php"),
  python: () => import("@shikijs/langs-precompiled/python"),
  ruby: () => import("@shikijs/langs-precompiled/ruby"),
  rust: () => import("@shikijs/langs-precompiled/rust"),
  sql: () => import("@shikijs/langs-precompiled/sql"),
  swift: () => import("@shikijs/langs-precompiled/swift"),
  toml: () => import("@shikijs/langs-precompiled/toml"),
  tsx: () => import("@shikijs/langs-precompiled/tsx"),
  typescript: () => import("@shikijs/langs-precompiled/typescript"),
  xml: () => import("@shikijs/langs-precompiled/xml"),
  yaml: () => import("@shikijs/langs-precompiled/yaml"),
};
const ALIASES: Record<string, string> = {
  "c++": "cpp",
  "c#": "csharp",
  cs: "csharp",
  dockerfile: "docker",
  golang: "go",
  js: "javascript",
  kt: "kotlin",
  md: "markdown",
  mjs: "javascript",
  py: "python",
  rb: "ruby",
  rs: "rust",
  sh: "bash",
  shell: "bash",
  ts: "typescript",
  yml: "yaml",
  zsh: "bash",
};

let highlighter: Promise<HighlighterCore> | undefined;

/** Code cut into coloured pieces; null for a language that is not known and for code too long to colour. */
export async function highlightCode(code: string, language: string): Promise<CodeLine[] | null> {
  const known = ALIASES[language] ?? language;
  const load = Object.hasOwn(LANGUAGES, known) ? LANGUAGES[known] : undefined;
  if (!load || code.length > LONGEST) return null;
  highlighter ??= createHighlighterCore({
    themes: [THEME],
    langs: [],
    engine: createJavaScriptRawEngine(),
  });
  const core = await highlighter;
  await core.loadLanguage(loadPart(load));
  const { tokens } = core.codeToTokens(code, {
    lang: known,
    theme: "ink",
    tokenizeTimeLimit: LINE_MS,
    tokenizeMaxLineLength: LONGEST_LINE,
  });
  return tokens.map((line) => line.map((token) => ({ text: token.content, kind: kindOf(token.color) })));
}

function kindOf(colour: string | undefined): CodeKind {
  return KINDS[colour?.replace(`var(${PREFIX}`, "").replace(")", "") ?? ""] ?? "plain";
}
