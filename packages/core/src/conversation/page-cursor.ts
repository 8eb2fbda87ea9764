import { ProcodeError } from "../procode-error.ts";

/** Where a page ended, as an opaque string that only this module reads. */
export function encodeCursor(end: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(end)).toString("base64url");
}

/** The end that `encodeCursor` packed; its parts must have the shapes of `parts`. Throws INVALID bad-input for anything else. */
export function decodeCursor<const Parts extends readonly ("id" | "time" | "flag")[]>(
  cursor: string,
  parts: Parts,
): { [Index in keyof Parts]: Parts[Index] extends "id" ? string : number } {
  const end = parseArray(Buffer.from(cursor, "base64url").toString());
  const fits = end?.length === parts.length && parts.every((part, index) => SHAPES[part](end[index]));
  if (!fits) {
    throw new ProcodeError("INVALID", "This page does not exist any more. Start again from the first one.", {
      reason: "bad-input",
      fields: { cursor: "Not a cursor of this list." },
    });
  }
  return end as { [Index in keyof Parts]: Parts[Index] extends "id" ? string : number };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const LAST_MOMENT = 8.64e15;
const SHAPES = {
  id: (value: unknown) => typeof value === "string" && UUID.test(value),
  time: (value: unknown) => Number.isInteger(value) && Math.abs(value as number) <= LAST_MOMENT,
  flag: (value: unknown) => value === 0 || value === 1,
};

function parseArray(json: string): unknown[] | null {
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
