const LONGEST = 60;

/** A title from the first words of a message: its first line without Markdown's marks, cut between words. */
export function titleFromText(text: string): string {
  const line = text
    .split("\n")
    .map((part) =>
      part
        .replace(/^[\s#>*\-+`|]+/, "")
        .replace(/[*_`~]+/g, "")
        .trim(),
    )
    .find((part) => part !== "");
  if (!line) return "New conversation";
  const sentence = /^.{8,}?[.?!](?=\s|$)/u.exec(line)?.[0].replace(/[.!]$/, "") ?? line;
  if (sentence.length <= LONGEST) return sentence;
  const cut = sentence.slice(0, LONGEST + 1);
  const space = cut.lastIndexOf(" ");
  return `${(space > LONGEST / 2 ? cut.slice(0, space) : cut.slice(0, LONGEST)).toWellFormed().replace(/[,;:\s]+$/, "")}…`;
}
