import { toString as wordsOf } from "mdast-util-to-string";
import type { Drawing } from "./drawing.ts";
import { addressInWords, linkAddress } from "./link-address.ts";
import type { RootContent } from "./markdown-tree.ts";

/** Writes what stands in a line. A picture becomes a link; HTML stays the text it is. */
export function writeInline(drawing: Drawing, nodes: readonly RootContent[]): void {
  for (const node of nodes) writeNode(drawing, node);
}

function writeNode(drawing: Drawing, node: RootContent): void {
  const { writer } = drawing;
  switch (node.type) {
    case "text":
    case "html":
      writer.write(node.value);
      break;
    case "break":
      writer.write("\n");
      break;
    case "inlineCode":
      writer.code(node.value);
      break;
    case "emphasis":
      writer.mark({ type: "italic" }, () => writeInline(drawing, node.children));
      break;
    case "strong":
      writer.mark({ type: "bold" }, () => writeInline(drawing, node.children));
      break;
    case "delete":
      writer.mark({ type: "strikethrough" }, () => writeInline(drawing, node.children));
      break;
    case "link":
      writeLink(drawing, node.url, wordsOf(node), () => writeInline(drawing, node.children));
      break;
    case "image":
      writePicture(drawing, node.url, node.alt);
      break;
    case "linkReference":
      writeLink(drawing, addressOf(drawing, node.identifier), wordsOf(node), () => writeInline(drawing, node.children));
      break;
    case "imageReference":
      writePicture(drawing, addressOf(drawing, node.identifier), node.alt);
      break;
    case "footnoteReference":
      writer.write(`[${node.label ?? node.identifier}]`);
      break;
    default:
      writer.write(wordsOf(node));
      break;
  }
}

function writePicture(drawing: Drawing, address: string, alt: string | null | undefined): void {
  const words = alt ?? "";
  writeLink(drawing, address, words, () => drawing.writer.write(words));
}

function writeLink({ writer }: Drawing, address: string, words: string, writeWords: () => void): void {
  const url = linkAddress(address);
  const readable = addressInWords(address);
  const named = words.trim() === "" ? () => writer.write(readable) : writeWords;
  if (url !== null) writer.mark({ type: "text_link", url }, named);
  else named();
  if (url === null && readable !== "" && words.trim() !== "" && words !== readable) writer.write(` (${readable})`);
}

function addressOf({ definitions }: Drawing, identifier: string): string {
  return definitions.get(identifier)?.url ?? "";
}
