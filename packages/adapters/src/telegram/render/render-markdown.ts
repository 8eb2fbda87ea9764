import type { TelegramText } from "@procode/core";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { cleanText } from "../write/clean-text.ts";
import { finishText } from "../write/finish-text.ts";
import { createTextWriter } from "../write/create-text-writer.ts";
import { tooHeavy } from "./too-heavy.ts";
import type { Of, Root } from "../write/markdown-tree.ts";
import { writeBlocks } from "../write/write-blocks.ts";

/** An answer as one text of any length, with Telegram's marks; the same text always gives the same. */
export function renderMarkdown(markdown: string): TelegramText {
  const source = markdown.toWellFormed();
  const tree = tooHeavy(source) ? null : parse(source);
  return (tree && write(tree)) ?? renderPlain(source);
}

/** A text as it is, with nothing marked. */
export function renderPlain(text: string): TelegramText {
  return finishText(cleanText(text, "    "), []);
}

function parse(markdown: string): Root | null {
  return unlessTooDeep(() => fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }));
}

function write(tree: Root): TelegramText | null {
  return unlessTooDeep(() => {
    const writer = createTextWriter();
    writeBlocks({ writer, definitions: definitionsOf(tree) }, tree.children);
    return writer.finish();
  });
}

// Nesting that the guard did not foresee: the words still matter, their markup does not.
function unlessTooDeep<Result>(work: () => Result): Result | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The first of a name counts, wherever it stands. */
function definitionsOf(tree: Root): Map<string, Of<"definition">> {
  const found = new Map<string, Of<"definition">>();
  const look = (nodes: Root["children"]): void => {
    for (const node of nodes) {
      if (node.type === "definition" && !found.has(node.identifier)) found.set(node.identifier, node);
      if (node.type === "blockquote" || node.type === "listItem" || node.type === "footnoteDefinition")
        look(node.children);
      if (node.type === "list") look(node.children);
    }
  };
  look(tree.children);
  return found;
}
