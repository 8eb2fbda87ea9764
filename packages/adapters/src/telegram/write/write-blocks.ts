import type { Drawing } from "./drawing.ts";
import type { Of, RootContent } from "./markdown-tree.ts";
import { writeInline } from "./write-inline.ts";
import { writeTable } from "./write-table.ts";

const LANGUAGE = /^[\w+#.-]{1,32}$/;
const ITEM_INDENT = "   ";

/** Writes blocks one below the other, with `lines` between them: 2 leave an empty one. */
export function writeBlocks(drawing: Drawing, blocks: readonly RootContent[], lines: 1 | 2 = 2): void {
  for (const [index, block] of blocks.entries()) {
    if (index > 0) drawing.writer.breakLines(lines);
    writeBlock(drawing, block);
  }
}

function writeBlock(drawing: Drawing, block: RootContent): void {
  const { writer } = drawing;
  switch (block.type) {
    case "paragraph":
      writeInline(drawing, block.children);
      break;
    case "heading":
      writer.mark({ type: "bold" }, () => writeInline(drawing, block.children));
      break;
    case "thematicBreak":
      writer.write("──────────");
      break;
    case "blockquote":
      writer.quote(() => writeBlocks(drawing, block.children));
      break;
    case "list":
      writeList(drawing, block);
      break;
    case "code":
      writeCode(drawing, block);
      break;
    case "html":
      writer.write(block.value);
      break;
    case "table":
      writeTable(drawing, block);
      break;
    case "footnoteDefinition":
      writer.prefix(`[${block.label ?? block.identifier}] `, ITEM_INDENT, () => writeBlocks(drawing, block.children));
      break;
    case "definition":
      return;
    default:
      writeInline(drawing, [block]);
      break;
  }
}

function writeCode({ writer }: Drawing, { value, lang, meta }: Of<"code">): void {
  const lines = value.replace(/^(?:[ \t]*\n)+/, "").trimEnd();
  const isLanguage = typeof lang === "string" && LANGUAGE.test(lang);
  // What stands behind a fence and names no language may be words that somebody wants to read.
  const info = isLanguage ? "" : [lang, meta].filter(Boolean).join(" ");
  const words = info === "" || lines === "" ? info + lines : `${info}\n${lines}`;
  if (words !== "") writer.pre(words, isLanguage ? lang : undefined);
}

function writeList(drawing: Drawing, list: Of<"list">): void {
  const first = list.start ?? 1;
  for (const [index, item] of list.children.entries()) {
    if (index > 0) drawing.writer.breakLines(list.spread ? 2 : 1);
    const bullet = list.ordered ? `${first + index}. ` : "• ";
    drawing.writer.prefix(taskMark(item) ?? bullet, ITEM_INDENT, () =>
      writeBlocks(drawing, item.children, item.spread ? 2 : 1),
    );
  }
}

function taskMark({ checked }: Of<"listItem">): string | null {
  if (typeof checked !== "boolean") return null;
  return checked ? "☑ " : "☐ ";
}
