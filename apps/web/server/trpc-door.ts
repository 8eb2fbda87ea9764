import type { IncomingMessage, ServerResponse } from "node:http";
import { appRouter, translateError } from "@procode/api";
import { type Context, ProcodeError } from "@procode/core";
import { nodeHTTPRequestHandler } from "@trpc/server/adapters/node-http";
import { answerJson } from "./answer-json.ts";
import { createSubscriptionDoor, isSubscription } from "./subscription-door.ts";

export const TRPC_PATH = "/api/trpc/";
const MOST_CALLS = 10;
const MOST_BYTES = 1_000_000;

/** The tRPC procedures over HTTP; what is malformed is refused before anybody is looked up. */
export function createTrpcDoor(contextOf: (request: IncomingMessage, response: ServerResponse) => Promise<Context>) {
  const translatedContext = async (request: IncomingMessage, response: ServerResponse) => {
    try {
      return await contextOf(request, response);
    } catch (error) {
      throw translateError(error).error;
    }
  };
  const subscribe = createSubscriptionDoor(translatedContext);
  return async (request: IncomingMessage, response: ServerResponse, path: string): Promise<void> => {
    const refusal = refuse(request, path);
    if (refusal)
      return answerJson(response, refusal.status, {
        error: { message: refusal.message, data: { details: { reason: "bad-input" } } },
      });
    response.setHeader("cache-control", "private, no-store");
    if (request.method === "GET" && isSubscription(path)) return subscribe(request, response, path);
    await nodeHTTPRequestHandler({
      router: appRouter,
      req: request,
      res: response,
      path,
      maxBodySize: MOST_BYTES,
      createContext: () => translatedContext(request, response),
      responseMeta: ({ errors }) => ({ headers: retryAfter(errors) }),
    });
  };
}

/** The longest wait that one of the refused calls asks for, in seconds, for whoever reads headers only. */
function retryAfter(errors: readonly Error[]): Record<string, string> {
  const waits = errors.flatMap(({ cause }) =>
    cause instanceof ProcodeError ? (cause.details.retryAfterSeconds ?? []) : [],
  );
  return waits.length > 0 ? { "retry-after": String(Math.max(...waits)) } : {};
}

function refuse(request: IncomingMessage, path: string): { status: number; message: string } | null {
  const calls = path.split(",");
  if (calls.length > MOST_CALLS) return { status: 400, message: `At most ${MOST_CALLS} calls go into one batch.` };
  if (calls.some((call) => call === "")) return { status: 400, message: "A call in this batch has no name." };
  if (request.method !== "POST") return null;
  if (!request.headers["content-type"]?.startsWith("application/json"))
    return { status: 403, message: "Calls are sent as application/json." };
  if (Number(request.headers["content-length"] ?? 0) > MOST_BYTES)
    return { status: 413, message: "This is larger than 1 MB. Nothing was stored; make it shorter." };
  return null;
}
