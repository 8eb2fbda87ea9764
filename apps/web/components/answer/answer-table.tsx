import type { Tokens } from "marked";
import { AnswerInline } from "./answer-inline.tsx";

const ALIGN = { left: "text-start", center: "text-center", right: "text-end" };
/** A figure with its sign, currency or short unit: such a column stands to the right. */
const FIGURE = /^[\s~<>≤≥±+\-−$€£]*\d[\d\s.,:/]*(?:%|[a-zA-Zµ°]{1,6})?$/;

export function AnswerTable({ table }: { table: Tokens.Table }) {
  const aligns = table.align.map((align, column) => ALIGN[align ?? (isFigures(table, column) ? "right" : "left")]);
  return (
    <section
      aria-label="Table"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable by keyboard
      tabIndex={0}
      className="overflow-x-auto rounded-md border border-border text-sm focus-visible:rounded-md"
    >
      <table className="w-full border-collapse">
        <thead className="bg-code-bg">
          <tr>
            {table.header.map((cell, column) => (
              <th
                key={`${column}:${cell.text}`}
                scope="col"
                className={`whitespace-nowrap border-b border-border px-3.5 py-[7px] text-xs font-medium leading-5 text-muted ${aligns[column]}`}
              >
                <AnswerInline tokens={cell.tokens} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            <tr key={`${index}:${row[0]?.text ?? ""}`} className="border-border not-last:border-b">
              {row.map((cell, column) => (
                <td
                  key={`${column}:${table.header[column]?.text ?? ""}`}
                  dir="auto"
                  className={`px-3.5 py-[7px] align-top leading-5 ${aligns[column]}`}
                >
                  <AnswerInline tokens={cell.tokens} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function isFigures(table: Tokens.Table, column: number): boolean {
  const cells = table.rows.map((row) => row[column]?.text.trim() ?? "").filter((text) => text !== "");
  return column > 0 && cells.length > 0 && cells.every((text) => FIGURE.test(text));
}
