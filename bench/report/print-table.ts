import type { Row } from "../measure/row.ts";

/** One table of all rows, and a line for each note. */
export function printTable(rows: readonly Row[]): void {
  const head = ["", "what", "upstream", "bare route", "PROCODE", "ratio", "goal", "met"];
  const lines = rows.map((row) => [
    row.id,
    row.what,
    figure(row.upstream, row.unit),
    figure(row.route, row.unit),
    figure(row.procode, row.unit),
    row.compared,
    row.goal,
    row.met === null ? "" : row.met ? "yes" : "NO",
  ]);
  const widths = head.map((title, column) => Math.max(title.length, ...lines.map((line) => line[column]?.length ?? 0)));
  const isNumber = (column: number) => column >= 2 && column <= 4;
  const draw = (cells: string[]) =>
    cells
      .map((cell, column) => (isNumber(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join("  ")
      .trimEnd();
  console.log([draw(head), widths.map((width) => "─".repeat(width)).join("──"), ...lines.map(draw)].join("\n"));
  for (const { id, what, note } of rows) if (note) console.log(`  ${id} ${what}: ${note}`);
}

function figure(value: number | null, unit: string): string {
  if (value === null) return "–";
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return `${value.toFixed(digits)} ${unit}`.trimEnd();
}
