import { encode } from "uqr";

/** A link as a code for the phone's camera. Dark on white in both themes, which is what cameras read. */
export default function LinkCode({ url, label }: { url: string; label: string }) {
  const { size, data } = encode(url, { border: 0, ecc: "M" });
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="size-full"
    >
      <path d={strokes(data)} stroke="var(--qr-ink)" />
    </svg>
  );
}

/** Every run of dark modules in a row is one stroke. */
function strokes(rows: boolean[][]): string {
  let path = "";
  for (const [y, row] of rows.entries()) {
    for (let x = 0; x < row.length; x += 1) {
      if (!row[x]) continue;
      const from = x;
      while (row[x + 1]) x += 1;
      path += `M${from} ${y + 0.5}h${x - from + 1}`;
    }
  }
  return path;
}
