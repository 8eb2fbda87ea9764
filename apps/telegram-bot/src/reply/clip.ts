/** At most `most` UTF-16 units of a text, with a mark where something is missing. */
export function clip(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).toWellFormed()}…`;
}
