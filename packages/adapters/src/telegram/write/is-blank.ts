/** One character that nobody sees, as part of a regular expression with the flag `u`. */
export const BLANK = "[\\s\\u2800\\p{Default_Ignorable_Code_Point}]";
const ALL_BLANK = new RegExp(`^${BLANK}*$`, "u");

/** Whether nothing of a text can be seen. */
export function isBlank(text: string): boolean {
  return ALL_BLANK.test(text);
}
