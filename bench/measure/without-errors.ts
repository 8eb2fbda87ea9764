import type { LoadSample } from "./measure-load.ts";
import type { Row } from "./row.ts";

/** A goal is met only when every chat was answered as it must be; says what failed. */
export function withoutErrors(row: Row, { procode }: { procode: LoadSample[] }): Row {
  const errors = procode.flatMap((sample) => sample.errors);
  const [first] = errors;
  if (first === undefined) return row;
  return { ...row, met: false, note: `${errors.length} of PROCODE's chats failed, the first: ${first}` };
}
