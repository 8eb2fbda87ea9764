/** The draft of before, and below it what a person typed into the page meanwhile; a browser that fills its fields in again repeats it. */
export function withTyped(draft: string, typed: string): string {
  if (typed.trim() === "" || typed === draft) return draft;
  return draft === "" ? typed : `${draft}\n${typed}`;
}
