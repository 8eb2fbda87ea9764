import { AudioLines, FileText, Image as ImageIcon, type LucideIcon, Star, Type } from "lucide-react";
import { DemoBadge } from "@/components/ui/badge.tsx";
import { cx } from "@/components/ui/cx.ts";
import { IconButton } from "@/components/ui/icon-button.tsx";
import { formatCompact } from "@/format/format-count.ts";
import { formatPrice } from "@/format/format-price.ts";
import type { ModelRow } from "./model-row.ts";

type ModelTableProps = {
  rows: ModelRow[];
  preferred: string | null;
  /** Some answers come from the demo and some do not, so that each row says which. */
  markDemo: boolean;
  onChoose: (id: string | null) => void;
};

// One grid for head and rows; on phones the figures go under the name.
const GRID =
  "grid grid-cols-[44px_minmax(0,1fr)_auto] items-center gap-x-2 px-2 md:grid-cols-[32px_minmax(0,1fr)_132px_64px_92px] md:gap-x-3 md:px-4";

export function ModelTable({ rows, preferred, markDemo, onChoose }: ModelTableProps) {
  return (
    <table className="block w-full text-sm">
      <caption className="sr-only">Models with prices in US dollars per million tokens</caption>
      <thead className="block border-b border-border text-2xs text-muted max-md:sr-only">
        <tr className={cx(GRID, "min-h-[30px]")}>
          <th scope="col" className="font-medium">
            <span className="sr-only">Preferred</span>
          </th>
          <th scope="col" className="text-start font-medium">
            Model
          </th>
          <th scope="col" className="text-end font-medium">
            $ per M in / out
          </th>
          <th scope="col" className="text-end font-medium">
            Context
          </th>
          <th scope="col" className="ps-2 text-start font-medium">
            Reads
          </th>
        </tr>
      </thead>
      <tbody className="block">
        {rows.map((row) => (
          <Row key={row.id} row={row} chosen={row.id === preferred} marked={markDemo && row.demo} onChoose={onChoose} />
        ))}
      </tbody>
    </table>
  );
}

type RowProps = { row: ModelRow; chosen: boolean; marked: boolean; onChoose: (id: string | null) => void };

function Row({ row, chosen, marked, onChoose }: RowProps) {
  return (
    <tr
      className={cx(
        GRID,
        "min-h-[62px] border-border py-1.5 not-last:border-b md:min-h-[calc(var(--row-h)+14px)]",
        chosen && "bg-hover",
      )}
    >
      <td className="max-md:row-span-2">
        <IconButton
          label={chosen ? `Let PROCODE choose instead of ${row.name}` : `Start new conversations with ${row.name}`}
          aria-pressed={chosen}
          onClick={() => onChoose(chosen ? null : row.id)}
        >
          <Star aria-hidden="true" strokeWidth={1.75} className={chosen ? "fill-accent text-accent-line" : ""} />
        </IconButton>
      </td>
      <th scope="row" className="min-w-0 text-start font-normal">
        <span className="flex items-center gap-[7px]">
          <span className="truncate font-medium">{row.name}</span>
          {marked && <DemoBadge />}
        </span>
        <span className="block truncate text-2xs leading-[14px] text-muted">
          {row.vendor}
          <span className="md:hidden"> · {formatCompact(row.contextTokens)} context</span>
        </span>
      </th>
      <td className="num text-end whitespace-nowrap">
        {row.free ? (
          "free"
        ) : (
          <>
            {formatPrice(row.promptUsdPerMillion)} <span className="text-muted">/</span>{" "}
            {formatPrice(row.completionUsdPerMillion)}
          </>
        )}
      </td>
      <td className="num text-end text-muted max-md:hidden">{formatCompact(row.contextTokens)}</td>
      <td className="ps-2 max-md:hidden">
        <Reads inputs={row.inputs} />
      </td>
    </tr>
  );
}

const INPUTS: { input: string; label: string; icon: LucideIcon }[] = [
  { input: "text", label: "text", icon: Type },
  { input: "image", label: "images", icon: ImageIcon },
  { input: "audio", label: "audio", icon: AudioLines },
  { input: "file", label: "files", icon: FileText },
];

function Reads({ inputs }: { inputs: string[] }) {
  const read = INPUTS.filter(({ input }) => inputs.includes(input)).map(({ label }) => label);
  return (
    <span className="flex gap-1" title={`Reads ${read.join(", ")}`}>
      <span className="sr-only">{read.join(", ")}</span>
      {INPUTS.map(({ input, icon: Icon }) => (
        <Icon
          key={input}
          aria-hidden="true"
          className={cx("size-3.5", inputs.includes(input) ? "text-text-2" : "text-border-strong")}
          strokeWidth={1.75}
        />
      ))}
    </span>
  );
}
