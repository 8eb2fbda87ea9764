import type { Letter } from "../../../ports/email.ts";
import type { StoredProactiveMessage } from "../ledger/proactive-repository.ts";

export type LetterItem = Pick<StoredProactiveMessage, "id" | "topic" | "text" | "why">;
type Composing = {
  /** One at least; the letter has the id of the first. */
  items: readonly LetterItem[];
  to: Letter["to"];
  at: Date;
  appUrl: string;
  unsubscribeUrl: string;
};

const MOST_SUBJECT = 120;
const NAMED_TOPICS = 2;

/** One letter of all items, in plain text and in HTML of the same words: each with why it came and where to answer it. Pure. */
export function composeLetter({ items, to, at, appUrl, unsubscribeUrl }: Composing): Letter {
  const pageUrl = `${appUrl}/proactive`;
  const parts = items.map(({ id, text, why }) => ({ text: clean(text), why: oneLine(why), url: `${pageUrl}#${id}` }));
  return {
    id: items[0]?.id ?? "",
    to: { name: oneLine(to.name), address: to.address },
    subject: subjectOf(items),
    text: asText(parts, { pageUrl, unsubscribeUrl }),
    html: asHtml(parts, { pageUrl, unsubscribeUrl }),
    ...{ unsubscribeUrl, at },
  };
}

type Part = { text: string; why: string; url: string };
type Links = { pageUrl: string; unsubscribeUrl: string };
const CLOSING = "You get one letter a day at most, because you chose e-mail for what PROCODE writes first.";

function subjectOf(items: readonly LetterItem[]): string {
  const topics = [...new Set(items.map(({ topic }) => oneLine(topic)))];
  const rest = topics.length - NAMED_TOPICS;
  const named = topics.slice(0, NAMED_TOPICS).join(rest > 0 ? ", " : " and ");
  const subject = `PROCODE: ${named}${rest > 0 ? ` and ${rest} more` : ""}`;
  return [...subject].slice(0, MOST_SUBJECT).join("");
}

function asText(parts: readonly Part[], { pageUrl, unsubscribeUrl }: Links): string {
  const items = parts.map(
    ({ text, why, url }) => `${text}\n\nWhy this came: ${why}\nAnswer it, or say how it was: ${url}\n`,
  );
  const closing = [CLOSING, `Change what is written and when: ${pageUrl}`, `No more letters: ${unsubscribeUrl}`];
  return `${[...items, closing.join("\n")].join("\n- - -\n\n")}\n`;
}

function asHtml(parts: readonly Part[], { pageUrl, unsubscribeUrl }: Links): string {
  const items = parts.map(
    ({ text, why, url }) =>
      `<p>${escapeHtml(text).replaceAll("\n", "<br>")}</p>
<p><small>Why this came: ${escapeHtml(why)}<br><a href="${escapeHtml(url)}">Answer it, or say how it was</a></small></p>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>PROCODE</title></head>
<body style="font-family: sans-serif; line-height: 1.5; max-width: 36em; margin: 0 auto; padding: 1em">
${items.join("\n<hr>\n")}
<hr>
<p><small>${CLOSING}<br><a href="${escapeHtml(pageUrl)}">Change what is written and when</a> · <a href="${escapeHtml(unsubscribeUrl)}">No more letters</a></small></p>
</body></html>
`;
}

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escapeHtml = (words: string): string => words.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);

// What a header's line must not hold: anything that some reader takes for the end of a line, or can not show.
const oneLine = (words: string): string =>
  words
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029\s]+/gu, " ")
    .trim();

const clean = (words: string): string =>
  words
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029]/g, "\n")
    .replace(/[^\P{Cc}\n\t]/gu, "")
    .trim();
