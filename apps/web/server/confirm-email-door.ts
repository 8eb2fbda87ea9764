import type { IncomingMessage, ServerResponse } from "node:http";
import { confirmEmail, newTraceId, ProcodeError, type Services } from "@procode/core";
import { answerPage, linkPage, postForm } from "./link-page.ts";

const STATUS: Partial<Record<ProcodeError["code"], number>> = { FORBIDDEN: 403, LIMITED: 429 };

/**
 * Confirms the address that a letter with this link went to, without a session: the link may be opened on another device. A GET
 * changes nothing and shows a button, because scanners open every link of a letter. The token alone decides.
 */
export function createConfirmEmailDoor(services: Services) {
  return async (request: IncomingMessage, response: ServerResponse, address: string): Promise<void> => {
    // What was not read of a body must not be taken for the next request.
    response.setHeader("connection", "close");
    const token = new URL(request.url ?? "/", "http://localhost").searchParams.get("token") ?? "";
    if (request.method === "GET" || request.method === "HEAD") return answerPage(response, 200, ASK);
    if (request.method !== "POST") return answerPage(response, 405, page("Open this link in a browser."));
    const actor = { kind: "guest" as const };
    try {
      await confirmEmail(
        { ...services, actor, requestId: newTraceId(services.ids), client: { address, userAgent: "" } },
        { token },
      );
      answerPage(
        response,
        200,
        page("This address is confirmed. In PROCODE you can choose e-mail for what it writes first."),
      );
    } catch (error) {
      if (!(error instanceof ProcodeError)) throw error;
      answerPage(response, STATUS[error.code] ?? 503, page(error.message));
    }
  };
}

const page = (words: string, form?: string) => linkPage("Your address at PROCODE", words, form);
const ASK = page(
  "Somebody, probably you, wants letters from PROCODE to this address. If that is not you, close this page and none will come.",
  postForm("It is my address"),
);
