import { createFenceReader } from "./create-fence-reader.ts";

const ENOUGH = 10_000;

/** The end of a long answer, from the beginning of a block on; enough for one message, and quick to read again. */
export function recentMarkdown(markdown: string): string {
  const latest = markdown.length - ENOUGH;
  if (latest <= 0) return markdown;
  const openFence = createFenceReader();
  let fence: string | null = null;
  let wasEmpty = false;
  let recent = markdown;
  let at = 0;
  for (const line of markdown.split("\n")) {
    if (at > latest) break;
    if (fence !== null) recent = `${fence}\n${markdown.slice(at)}`;
    else if (wasEmpty) recent = markdown.slice(at);
    fence = openFence(line);
    wasEmpty = line.trim() === "";
    at += line.length + 1;
  }
  return recent;
}
