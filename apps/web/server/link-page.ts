import type { ServerResponse } from "node:http";

/** A page of its own for a link that works without a session: no script, no cookie, and its address goes nowhere. */
export function answerPage(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "private, no-store",
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex",
  });
  response.end(html);
}

/** The words are our own, and hold nothing of the request. */
export const linkPage = (title: string, words: string, form = ""): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title></head>
<body style="font-family: system-ui, sans-serif; line-height: 1.5; max-width: 36em; margin: 4em auto; padding: 0 1em">
<h1>${title}</h1><p>${words}</p>${form}</body></html>
`;

/** Without an action a form posts to the address that it came from, with its token. */
export const postForm = (button: string): string =>
  `<form method="post"><button type="submit" style="font: inherit; min-height: 44px; padding: 0 1.5em">${button}</button></form>`;
