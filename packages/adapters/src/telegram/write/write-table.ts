import { toString as wordsOf } from "mdast-util-to-string";
import stringWidth from "string-width";
import type { Drawing } from "./drawing.ts";
import type { Table, TableCell } from "./markdown-tree.ts";
import { writeInline } from "./write-inline.ts";

type Alignment = NonNullable<Table["align"]>[number] | undefined;

/** What a phone shows of one line in letters of one width. */
const WIDEST = 40;

/** A table in letters of one width; one that is too wide, or holds links, is told row by row. */
export function writeTable(drawing: Drawing, table: Table): void {
  const lines = drawTable(table);
  const isDrawn = lines.every((line) => stringWidth(line) <= WIDEST) && !hasLinks(table);
  if (isDrawn) drawing.writer.pre(lines.join("\n"));
  else tellRows(drawing, table);
}

function drawTable({ children: rows, align }: Table): string[] {
  const cells = rows.map((row) => row.children.map((cell) => wordsOf(cell).replace(/\s+/g, " ").trim()));
  const widths: number[] = [];
  for (const row of cells)
    for (const [column, words] of row.entries()) widths[column] = Math.max(widths[column] ?? 1, stringWidth(words));
  const lines = cells.map((row) =>
    widths.map((width, column) => pad(row[column] ?? "", width, align?.[column])).join(" | "),
  );
  lines.splice(1, 0, widths.map((width) => "-".repeat(width)).join("-+-"));
  return lines.map((line) => line.trimEnd());
}

function pad(words: string, width: number, align: Alignment): string {
  const room = " ".repeat(Math.max(0, width - stringWidth(words)));
  if (align === "right") return room + words;
  if (align !== "center") return words + room;
  const left = Math.floor(room.length / 2);
  return room.slice(0, left) + words + room.slice(left);
}

function tellRows(drawing: Drawing, { children: [head, ...rows] }: Table): void {
  const { writer } = drawing;
  const names = head?.children ?? [];
  if (rows.length === 0) tellRow(drawing, [], names);
  for (const [index, row] of rows.entries()) {
    if (index > 0) writer.breakLines(2);
    tellRow(drawing, names, row.children);
  }
}

function tellRow(drawing: Drawing, names: readonly TableCell[], cells: readonly TableCell[]): void {
  for (let column = 0; column < Math.max(names.length, cells.length); column += 1) {
    if (column > 0) drawing.writer.breakLines(1);
    const tell = () => tellCell(drawing, names[column], cells[column]);
    // The first cell is what a row is about.
    if (column === 0) drawing.writer.mark({ type: "bold" }, tell);
    else tell();
  }
}

function tellCell(drawing: Drawing, name: TableCell | undefined, cell: TableCell | undefined): void {
  if (name && wordsOf(name) !== "") {
    writeInline(drawing, name.children);
    drawing.writer.write(": ");
  }
  if (cell && wordsOf(cell) !== "") writeInline(drawing, cell.children);
  else drawing.writer.write("–");
}

function hasLinks(table: Table): boolean {
  return table.children.some((row) => row.children.some((cell) => cell.children.some(holdsLink)));
}

function holdsLink(node: TableCell["children"][number]): boolean {
  if (["link", "image", "linkReference", "imageReference"].includes(node.type)) return true;
  return "children" in node && node.children.some(holdsLink);
}
