import type { IncomingMessage, ServerResponse } from "node:http";
import { ProcodeError, type Services, unsubscribeEmail } from "@procode/core";

/**
 * Ends the letters of whoever the link stands for, without a session: mail providers post to it, as RFC 8058 says. A GET changes
 * nothing and shows a button, because scanners open every link of a letter. The token alone decides, so no page can ride on a cookie.
 */
export function createUnsubscribeDoor(services: Services) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    // What was not read of a body must not be taken for the next request.
    response.setHeader("connection", "close");
    const token = new URL(request.url ?? "/", "http://localhost").searchParams.get("token") ?? "";
    if (request.method === "GET" || request.method === "HEAD") return answerPage(response, 200, ASK);
    if (request.method !== "POST") return answerPage(response, 405, page("Open this link in a browser."));
    try {
      await unsubscribeEmail(
        {
          ...services,
          ...{ actor: { kind: "guest" }, requestId: services.ids.next() },
          client: { address: "", userAgent: "" },
        },
        { token },
      );
      answerPage(
        response,
        200,
        page("You get no more letters. What PROCODE writes first goes by your other channels."),
      );
    } catch (error) {
      if (!(error instanceof ProcodeError)) throw error;
      answerPage(response, error.code === "FORBIDDEN" ? 403 : 503, page(error.message));
    }
  };
}

function answerPage(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "private, no-store",
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex",
  });
  response.end(html);
}

/** The words are our own, and hold nothing of the request. */
const page = (words: string, button = ""): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Letters from PROCODE</title></head>
<body style="font-family: system-ui, sans-serif; line-height: 1.5; max-width: 36em; margin: 4em auto; padding: 0 1em">
<h1>Letters from PROCODE</h1><p>${words}</p>${button}</body></html>
`;

// Without an action a form posts to the address that it came from, with its token.
const ASK = page(
  "You get one letter a day at most. Shall they end?",
  '<form method="post"><button type="submit" style="font: inherit; min-height: 44px; padding: 0 1.5em">No more letters</button></form>',
);
