import remend from "remend";

/** Closes what is half-written at the end of streaming Markdown: emphasis, code, links. */
export function mendMarkdown(markdown: string): string {
  return remend(markdown, { linkMode: "text-only", images: false });
}
