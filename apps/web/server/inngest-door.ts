import type { IncomingMessage, ServerResponse } from "node:http";
import { admitJobCall, jobContext, type Services } from "@procode/core";
import type { JobsHandler } from "@procode/jobs";
import { answerJson } from "./answer-json.ts";
import { readBody, refusalStatus } from "./read-json-body.ts";

export const INNGEST_PATH = "/api/inngest";

// A call carries what all steps of its run came to.
const MOST_BYTES = 4_000_000;

/**
 * Takes Inngest's calls: those that the SDK finds signed and fresh, each once. `handle` is null where nobody outside
 * drives the jobs; then there is nothing here for anybody.
 */
export function createInngestDoor(services: Services, { appUrl, handle }: { appUrl: URL; handle: JobsHandler | null }) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    // What was not read of a body must not be taken for the next request.
    response.setHeader("connection", "close");
    if (!handle) return refuse(response);
    const signature = signatureOf(request);
    if (signature === null) return refuse(response);
    try {
      const call = await readCall(request, appUrl);
      if (isWriting(request)) {
        // The SDK's own probe says whether the signature holds, and runs nothing.
        const probe = await handle(call.copy("POST", "?probe=trust"));
        if (probe.status !== 200) return refuse(response);
        if (!(await admitJobCall(jobContext(services, "inngest"), signature))) {
          return answerJson(response, 409, { error: "This call came before. Nothing was run a second time." });
        }
      }
      const answer = await handle(call.copy(request.method ?? "GET", call.search));
      response.removeHeader("connection");
      response.writeHead(answer.status, Object.fromEntries(answer.headers));
      response.end(Buffer.from(await answer.arrayBuffer()));
    } catch (error) {
      const status = refusalStatus(error);
      services.log.warn("a call of Inngest was not taken", { status, error });
      answerJson(response, status, { error: "The call was not taken; nothing was run." });
    }
  };
}

const refuse = (response: ServerResponse) =>
  answerJson(response, 401, { error: "This address is for Inngest alone, which signs its calls." });

const isWriting = ({ method }: IncomingMessage) => method === "POST" || method === "PUT";

/** The part that no key but Inngest's makes: other spellings of the header around it are the same call. */
function signatureOf({ headers }: IncomingMessage): string | null {
  const signature = new URLSearchParams(String(headers["x-inngest-signature"] ?? "")).get("s");
  return signature && signature.length <= 200 ? signature : null;
}

async function readCall(request: IncomingMessage, appUrl: URL) {
  const url = new URL(request.url ?? "/", appUrl);
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) if (typeof value === "string") headers.set(name, value);
  const body = isWriting(request) ? (await readBody(request, MOST_BYTES)).toString("utf8") : "";
  return {
    search: url.search,
    copy: (method: string, search: string) =>
      new Request(new URL(`${INNGEST_PATH}${search}`, appUrl), { method, headers, ...(body === "" ? {} : { body }) }),
  };
}
