import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import {
  CONFIRM_EMAIL_PATH,
  type Context,
  newTraceId,
  type Services,
  traceIdOf,
  UNSUBSCRIBE_PATH,
} from "@procode/core";
import { answerJson } from "./answer-json.ts";
import { readApiKey } from "./authenticate.ts";
import { isOwnOrigin } from "./check-origin.ts";
import { type Peer, readPeer, type TrustedProxies } from "./client-address.ts";
import type { RequestFacts } from "./create-contexts.ts";
import { csrfCookie } from "./csrf-cookie.ts";
import { INNGEST_PATH } from "./inngest-door.ts";
import { createOpenAiDoor, OPENAI_PATH } from "./openai-door/create-openai-door.ts";
import { contentSecurityPolicy, setSecurityHeaders } from "./security-headers.ts";
import { TELEGRAM_PATH } from "./telegram-door.ts";
import { createTrpcDoor, TRPC_PATH } from "./trpc-door.ts";
import { createConfirmEmailDoor } from "./confirm-email-door.ts";
import { createUnsubscribeDoor } from "./unsubscribe-door.ts";

type Listener = {
  services: Services;
  appUrl: URL;
  dev: boolean;
  trustedProxies: TrustedProxies;
  secret: string;
  contextOf(facts: RequestFacts): Promise<Context>;
  healthDoor(
    path: string,
    authorization: string | undefined,
    isLoopback: boolean,
    response: ServerResponse,
  ): Promise<boolean>;
  pages(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** What Telegram brings, in webhook mode; null otherwise. */
  telegram: ((request: IncomingMessage, response: ServerResponse) => Promise<void>) | null;
  /** What Inngest calls. */
  inngest(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Aborts when the process ends and no longer waits for answers. */
  shutdown: AbortSignal;
};
type Known = { peer: Peer; requestId: string };
const FORMS = new Set(["/login", "/register"]);

/**
 * The one HTTP door. Every request passes here first: who asks, over which scheme, from which page; then tRPC, OpenAI's
 * protocol, health and metrics answer on the bare listener, and all else is Next's.
 */
export function createListener(options: Listener): Server {
  const { services, appUrl, dev } = options;
  const secure = appUrl.protocol === "https:";
  const peers = new WeakMap<IncomingMessage, Known>();
  const contextOf = (request: IncomingMessage, response: ServerResponse) => {
    const known = peers.get(request);
    return options.contextOf({
      ...proofOf(request),
      requestId: known?.requestId ?? newTraceId(services.ids),
      address: known?.peer.address ?? "unknown",
      userAgent: request.headers["user-agent"] ?? "",
      renew: (setCookie) => response.appendHeader("set-cookie", setCookie),
    });
  };
  const trpc = createTrpcDoor(contextOf);
  const unsubscribe = createUnsubscribeDoor(services);
  const confirm = createConfirmEmailDoor(services);
  const openAi = createOpenAiDoor({ services, contextOf, shutdown: options.shutdown });

  // Whatever a request leads to belongs to one trace, whose id is the request's and stands in the answer.
  async function answerInTrace(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const peer = readPeer(request, options.trustedProxies);
    const { traceparent } = peer;
    const requestId = traceIdOf(traceparent) ?? newTraceId(services.ids);
    peers.set(request, { peer, requestId });
    const origin = traceparent === null ? { traceId: requestId } : { traceparent };
    return services.tracer.within(origin, () => answer(request, response, { peer, requestId }));
  }

  async function answer(request: IncomingMessage, response: ServerResponse, { peer, requestId }: Known): Promise<void> {
    const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
    const nonce = randomBytes(16).toString("base64");
    const csp = contentSecurityPolicy(nonce, dev);
    response.setHeader("x-request-id", requestId);
    setSecurityHeaders(response, { https: secure, csp });

    const isLoopback = peer.address === "127.0.0.1" || peer.address === "::/64";
    if (await options.healthDoor(path, request.headers.authorization, isLoopback, response)) return;
    if (secure && peer.scheme !== "https") return redirect(response, new URL(request.url ?? "/", appUrl).href);
    // Before the origin is asked for: a mail provider's own page may post it, and no cookie counts here.
    if (path === UNSUBSCRIBE_PATH) return unsubscribe(request, response);
    if (path === CONFIRM_EMAIL_PATH) return confirm(request, response, peer.address);
    const isCall = path.startsWith(TRPC_PATH);
    const isOpenAi = path === OPENAI_PATH || path.startsWith(`${OPENAI_PATH}/`);
    // A key is not sent by a browser on its own, and decides alone: no other site can ride on it.
    const bringsKey = (isCall || isOpenAi) && readApiKey(proofOf(request)) !== null;
    if (!bringsKey && !isOwnOrigin(request, appUrl)) {
      return answerJson(response, 403, {
        error: {
          message: "This came from another site, so nothing was changed.",
          data: { details: { reason: "not-allowed", requestId } },
        },
      });
    }
    if (options.telegram && path === TELEGRAM_PATH) return options.telegram(request, response);
    if (path === INNGEST_PATH) return options.inngest(request, response);
    if (isOpenAi) {
      const rest = path.slice(OPENAI_PATH.length);
      return services.tracer.span("openai", { method: request.method }, () => openAi(request, response, rest));
    }
    if (isCall) return trpc(request, response, path.slice(TRPC_PATH.length));

    request.headers["content-security-policy"] = csp;
    request.headers["x-request-id"] = requestId;
    request.headers["x-procode-address"] = peer.address;
    request.headers["x-procode-path"] = path;
    if (FORMS.has(path)) {
      const { token, setCookie } = csrfCookie(request.headers.cookie, { secret: options.secret, secure });
      request.headers["x-procode-csrf"] = token;
      if (setCookie) response.setHeader("set-cookie", setCookie);
    }
    if (!path.startsWith("/_next/static/")) response.setHeader("cache-control", "private, no-store");
    await options.pages(request, response);
  }

  return createServer(
    { keepAliveTimeout: 65_000, headersTimeout: 20_000, requestTimeout: 60_000 },
    (request, response) => {
      answerInTrace(request, response).catch((error: unknown) => {
        services.log.error("a request failed", { path: request.url?.split("?", 1)[0], error });
        if (response.headersSent) response.destroy();
        else
          answerJson(response, 500, {
            error: { message: "Something broke on our side. What you wrote is kept; try again." },
          });
      });
    },
  );
}

function proofOf({ headers }: IncomingMessage): Pick<RequestFacts, "cookie" | "authorization" | "apiKey"> {
  const apiKey = headers["x-api-key"];
  return { cookie: headers.cookie, authorization: headers.authorization, apiKey: apiKey && String(apiKey) };
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(308, { location });
  response.end();
}
