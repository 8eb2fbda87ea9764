/** How one call behaves. What is left out comes from a weaker source: directive, then rule, then defaults. */
export type Script = {
  /** Milliseconds until the first token; before an `error`, until the status. */
  firstMs?: number;
  /** Milliseconds between tokens; 0 sends all at once. */
  intervalMs?: number;
  /** Answer with exactly this many tokens of filler. */
  tokens?: number;
  /** Answer with exactly this text (by control only). */
  text?: string;
  /** Answer with the last user message, unchanged. */
  echo?: boolean;
  /** Asked whether to write to somebody unasked, say so whatever the prompt holds. */
  alwaysSend?: boolean;
  /** Refuse with this HTTP status instead of answering. */
  error?: number;
  /** Seconds for the Retry-After header of an `error`. */
  retryAfterSeconds?: number;
  break?: Break;
  /** Tokens before the `break`. */
  after?: number;
  /** Cut the bytes of the stream inside multi-byte characters. */
  splitUtf8?: boolean;
  /** Leave the usage out of the last part. */
  noUsage?: boolean;
  /** The directive counts for the first so many calls only. */
  times?: number;
};

/**
 * error-chunk: an error object in mid-stream, under HTTP 200. eof: the body ends cleanly, without a finish. cut: the
 * socket dies. stall: silence until the client leaves.
 */
export const BREAKS = ["error-chunk", "eof", "cut", "stall"] as const;
export type Break = (typeof BREAKS)[number];

type Field = { name: keyof Script; word: string; kind: "count" | "flag" | "status" | "break" | "text" };

const FIELDS: readonly Field[] = [
  { name: "firstMs", word: "first", kind: "count" },
  { name: "intervalMs", word: "interval", kind: "count" },
  { name: "tokens", word: "tokens", kind: "count" },
  { name: "text", word: "", kind: "text" },
  { name: "echo", word: "echo", kind: "flag" },
  { name: "alwaysSend", word: "always-send", kind: "flag" },
  { name: "error", word: "error", kind: "status" },
  { name: "retryAfterSeconds", word: "retry-after", kind: "count" },
  { name: "break", word: "break", kind: "break" },
  { name: "after", word: "after", kind: "count" },
  { name: "splitUtf8", word: "split-utf8", kind: "flag" },
  { name: "noUsage", word: "no-usage", kind: "flag" },
  { name: "times", word: "times", kind: "count" },
];

/** A script as JSON, from POST /control. Throws a sentence that names the wrong field. */
export function readScript(value: unknown): Script {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error("A script is an object.");
  const script: Record<string, unknown> = {};
  for (const [name, given] of Object.entries(value)) {
    const field = FIELDS.find((candidate) => candidate.name === name);
    if (!field)
      throw new Error(`A script has no field "${name}"; it knows ${FIELDS.map((known) => known.name).join(", ")}.`);
    if (!fits(field, given)) throw new Error(`"${name}" cannot be ${JSON.stringify(given)}.`);
    script[name] = given;
  }
  return script;
}

export type Directive = {
  script: Script /** The paragraph that holds it, by which `times` counts. */;
  paragraph: string;
};

/** Finds `[[sandbox word word=value …]]` in a message; several add up. Null without one; throws on an unknown word. */
export function findDirective(message: string): Directive | null {
  if (!message.includes("[[sandbox")) return null;
  const script: Record<string, unknown> = {};
  const paragraphs: string[] = [];
  for (const paragraph of message.split("\n\n")) {
    const found = [...paragraph.matchAll(/\[\[sandbox([^\]]*)\]\]/g)];
    if (found.length > 0) paragraphs.push(paragraph);
    for (const [, words = ""] of found) for (const word of words.split(/\s+/)) if (word !== "") readWord(word, script);
  }
  return paragraphs.length > 0 ? { script, paragraph: paragraphs.join("\n\n") } : null;
}

function readWord(word: string, script: Record<string, unknown>): void {
  const [key = "", given] = word.split("=", 2);
  const field = FIELDS.find((candidate) => candidate.word !== "" && candidate.word === key);
  if (!field)
    throw new Error(
      `The sandbox has no directive "${key}"; it knows ${FIELDS.map((known) => known.word)
        .filter(Boolean)
        .join(", ")}.`,
    );
  const value = field.kind === "flag" ? given === undefined || given : field.kind === "break" ? given : Number(given);
  if (!fits(field, value)) throw new Error(`The directive "${key}" cannot be "${given ?? ""}".`);
  script[field.name] = value;
}

function fits({ kind }: Field, value: unknown): boolean {
  if (kind === "flag") return typeof value === "boolean";
  if (kind === "text") return typeof value === "string";
  if (kind === "break") return BREAKS.some((known) => known === value);
  if (!Number.isInteger(value)) return false;
  const number = Number(value);
  return kind === "status" ? number >= 400 && number <= 599 : number >= 0 && number <= 10_000_000;
}
