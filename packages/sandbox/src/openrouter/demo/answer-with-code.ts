import { fence, quote } from "./markdown.ts";
import type { PromptView } from "./read-prompt.ts";
import { topicOf } from "./topic-of.ts";

export function answerWithCode({ question }: PromptView): string {
  const language = LANGUAGES.find(({ words }) => words.test(question)) ?? TYPESCRIPT;
  const topic = topicOf(question);
  return [
    `## A start in ${language.title}`,
    quote(question),
    "I cannot write the body for you, but this is a frame that you can run and fill, with the case that it has to pass:",
    fence(language.fence, language.frame(topic)),
    "### What to decide first",
    "1. **What goes in**: one type, and what is refused.\n2. **What comes out**: also for nothing, for one and for very many.\n3. **What may fail**, and what the caller reads then.",
    "Inline code such as `const answer = 42;` looks like this, and the block above has a button that copies it.",
  ].join("\n\n");
}

type Language = { title: string; fence: string; words: RegExp; frame: (topic: string) => string };

const TYPESCRIPT: Language = {
  title: "TypeScript",
  fence: "ts",
  words: /typescript|javascript|\bjs\b|\bts\b|node/i,
  frame: (topic) =>
    `/** ${topic} */\nexport function ${camel(topic)}(input: string): string {\n  if (input === "") return "";\n  // The work goes here.\n  return input;\n}\n\nconsole.assert(${camel(topic)}("") === "", "nothing in, nothing out");`,
};

const LANGUAGES: Language[] = [
  {
    title: "Python",
    fence: "python",
    words: /python/i,
    frame: (topic) =>
      `def ${snake(topic)}(text: str) -> str:\n    """${topic}"""\n    if not text:\n        return ""\n    # The work goes here.\n    return text\n\n\nassert ${snake(topic)}("") == ""`,
  },
  {
    title: "SQL",
    fence: "sql",
    words: /\bsql\b|postgres|query/i,
    frame: (topic) =>
      `-- ${topic}\nselect customer_id,\n       count(*)   as orders,\n       sum(total) as spent\nfrom orders\nwhere placed_at >= now() - interval '30 days'\ngroup by customer_id\norder by spent desc\nlimit 20;`,
  },
  {
    title: "shell",
    fence: "bash",
    words: /\bbash\b|\bshell\b|command line|terminal/i,
    frame: (topic) =>
      `#!/usr/bin/env bash\n# ${topic}\nset -euo pipefail\n\nfor file in "$@"; do\n  printf '%s\\t%s\\n' "$(wc -l < "$file")" "$file"\ndone | sort -rn`,
  },
  {
    title: "HTML and CSS",
    fence: "html",
    words: /\bhtml\b|\bcss\b/i,
    frame: (topic) =>
      `<!doctype html>\n<title>${topic.replaceAll("<", "&lt;")}</title>\n<style>\n  body { max-width: 60ch; margin: 4rem auto; font: 1rem/1.6 system-ui; }\n</style>\n<h1>${topic.replaceAll("<", "&lt;")}</h1>`,
  },
  TYPESCRIPT,
];

function camel(topic: string): string {
  const [first = "work", ...rest] = parts(topic);
  return first + rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

function snake(topic: string): string {
  return parts(topic).join("_") || "work";
}

function parts(topic: string): string[] {
  return topic
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== "")
    .slice(0, 4);
}
