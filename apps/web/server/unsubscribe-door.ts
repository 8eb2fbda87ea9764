import type { IncomingMessage, ServerResponse } from "node:http";
import { newTraceId, ProcodeError, type Services, unsubscribeEmail } from "@procode/core";
import { answerPage, linkPage, postForm } from "./link-page.ts";

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
          ...{ actor: { kind: "guest" }, requestId: newTraceId(services.ids) },
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

const page = (words: string, form?: string) => linkPage("Letters from PROCODE", words, form);

const ASK = page("You get one letter a day at most. Shall they end?", postForm("No more letters"));
