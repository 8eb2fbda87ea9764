import type { IncomingMessage, ServerResponse } from "node:http";
import { type Context, ProcodeError, type Services } from "@procode/core";
import { answerJson } from "../answer-json.ts";
import { answerCompletion } from "./answer-completion.ts";
import { modelsBody, oneModelBody } from "./list-models.ts";
import { RequestError, translateOpenAiError } from "./openai-error.ts";

export const OPENAI_PATH = "/api/v1";

type OpenAiDoor = {
  services: Services;
  contextOf(request: IncomingMessage, response: ServerResponse): Promise<Context>;
  /** Aborts when the process ends and no longer waits. */
  shutdown: AbortSignal;
};
type Route = { endpoint: string; method: "GET" | "POST"; answer(ctx: Context): Promise<void> };

/** OpenAI's protocol over PROCODE's own verbs: chat completions and models, so that its clients work unchanged. */
export function createOpenAiDoor({ services, contextOf, shutdown }: OpenAiDoor) {
  return async (request: IncomingMessage, response: ServerResponse, path: string): Promise<void> => {
    response.setHeader("cache-control", "private, no-store");
    const startedMs = services.clock.monotonicMs();
    const route = findRoute(request, response, path, shutdown);
    try {
      if (!route) throw new ProcodeError("NOT_FOUND", NO_SUCH_ADDRESS, { reason: "no-such-thing" });
      if (route.method !== readMethod(request)) {
        response.setHeader("allow", route.method);
        return refuse(response, new RequestError(`${route.endpoint} takes ${route.method}.`, null), 405);
      }
      const ctx = await contextOf(request, response);
      if (ctx.actor.kind === "guest") throw noKey();
      await route.answer(ctx);
    } catch (error) {
      // There is nobody left to tell.
      if (request.destroyed && !request.complete) return;
      const { status, body } = translateOpenAiError(error);
      services.measures.failed(route?.endpoint ?? OPENAI_PATH, body.error.code ?? String(status));
      if (status === 500) services.log.error("a request at the door for OpenAI's clients failed", { path, error });
      if (response.headersSent) response.destroy();
      else refuse(response, error);
    } finally {
      services.measures.responded(route?.endpoint ?? OPENAI_PATH, (services.clock.monotonicMs() - startedMs) / 1_000);
    }
  };
}

function findRoute(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  shutdown: AbortSignal,
): Route | null {
  if (path === "/chat/completions") {
    const answer = (ctx: Context) => answerCompletion(ctx, request, response, shutdown);
    return { endpoint: `${OPENAI_PATH}${path}`, method: "POST", answer };
  }
  if (path === "/models") {
    const answer = async (ctx: Context) => answerJson(response, 200, await modelsBody(ctx));
    return { endpoint: `${OPENAI_PATH}${path}`, method: "GET", answer };
  }
  const id = path.startsWith("/models/") ? decoded(path.slice("/models/".length)) : "";
  if (!id) return null;
  const answer = async (ctx: Context) => answerJson(response, 200, await oneModelBody(ctx, id));
  return { endpoint: `${OPENAI_PATH}/models/{id}`, method: "GET", answer };
}

function refuse(response: ServerResponse, error: unknown, given?: number): void {
  const { status, headers, body } = translateOpenAiError(error);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  answerJson(response, given ?? status, body);
}

const readMethod = ({ method }: IncomingMessage) => (method === "HEAD" ? "GET" : method);

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A name that is not well encoded is no model's.
    return "";
  }
}

const NO_SUCH_ADDRESS = `There is nothing here. ${OPENAI_PATH} has /chat/completions, /models and /models/{id}.`;

const noKey = () =>
  new ProcodeError("UNAUTHENTICATED", 'Send an API key as "Authorization: Bearer pk_…"; make one in Settings.', {
    reason: "not-signed-in",
  });
