/** A Markdown table, or a list of the same for a reader that cannot show tables. */
export function table(head: string[], rows: string[][], plain: boolean): string {
  if (plain) return rows.map(([first = "", ...rest]) => `- **${first}**: ${rest.join("; ")}`).join("\n");
  const line = (cells: string[]) => `| ${cells.map(cell).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

export function fence(language: string, code: string): string {
  return `\`\`\`${language}\n${code}\n\`\`\``;
}

/** The person's own words as a quotation of one line, at most `longest` characters. */
export function quote(words: string, longest = 160): string {
  return `> ${shorten(words, longest)}`;
}

/** One line, cut at a word, without characters that would be read as Markdown. */
export function shorten(words: string, longest: number): string {
  const line = words.replace(/\s+/g, " ").trim();
  const cut = line.length <= longest ? line : `${line.slice(0, longest).replace(/\s+\S*$/, "")} …`;
  return cut.replace(/[\\`*_[\]<>#|~]/g, "\\$&");
}

function cell(text: string): string {
  return text.replace(/\s+/g, " ").replace(/(?<!\\)\|/g, "\\|");
}
