/** A value as it arrives over tRPC: dates are ISO strings. */
export type Wire<T> = T extends Date
  ? string
  : T extends readonly unknown[]
    ? { -readonly [Place in keyof T]: Wire<T[Place]> }
    : T extends object
      ? { [Key in keyof T]: Wire<T[Key]> }
      : T;

/** What a page got in process, in the shape in which the browser gets it later. */
export function toWire<T>(value: T): Wire<T> {
  return JSON.parse(JSON.stringify(value));
}
