import { Agent as HttpAgent, request as httpRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";

/** How a request ended. `nothing`: no byte of it was written. `lost`: some may have been, and there is no whole answer. */
export type Exchanged =
  | { kind: "answered"; status: number; retryAfter: string | undefined; body: string }
  | { kind: "nothing"; reason: string }
  | { kind: "lost"; reason: string };

type Exchange = (path: string, body: string, limits: ExchangeLimits) => Promise<Exchanged>;
type ExchangeLimits = { timeoutMs: number; signal?: AbortSignal | undefined };

/** An unused connection is left before a server that closes it sooner could take a request with it. */
const IDLE_MS = 4_000;
const MOST_BYTES = 32 * 1024 * 1024;

/**
 * Posts JSON to an HTTP or HTTPS root. `fetch` would not tell whether a failed request was written, and that decides
 * whether it may be repeated: before a connection stands nothing is, after that anything may be. Never rejects.
 */
export function createExchange(root: string): Exchange {
  const { protocol, hostname, port, pathname } = new URL(root);
  const isSafe = protocol === "https:";
  const start = isSafe ? httpsRequest : httpRequest;
  const agent = new (isSafe ? HttpsAgent : HttpAgent)({ keepAlive: true, timeout: IDLE_MS });
  const target: RequestOptions = { method: "POST", agent, hostname: hostname.replace(/^\[|\]$/g, ""), port };
  const base = pathname.replace(/\/+$/, "");

  return (path, body, { timeoutMs, signal }) =>
    new Promise((resolve) => {
      if (signal?.aborted) {
        resolve({ kind: "nothing", reason: "aborted" });
        return;
      }
      const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
      const request = start({ ...target, path: base + path, headers });
      let isWritten = false;
      const fail = (reason: string) => finish({ kind: isWritten ? "lost" : "nothing", reason });
      const timer = setTimeout(() => fail("no answer in time"), timeoutMs);
      const leave = () => fail("aborted");

      function finish(exchanged: Exchanged): void {
        clearTimeout(timer);
        signal?.removeEventListener("abort", leave);
        resolve(exchanged);
        if (exchanged.kind !== "answered") request.destroy();
      }

      signal?.addEventListener("abort", leave);
      request.once("socket", (socket: Socket) => {
        const written = () => {
          isWritten = true;
        };
        if (request.reusedSocket || isOpen(socket)) written();
        else socket.once(isSafe ? "secureConnect" : "connect", written);
      });
      request.once("response", (response) => readBody(response, finish));
      request.on("error", (error) => fail(codeOf(error)));
      request.end(body);
    });
}

/** Whether words may go over this connection already; a secure one opens with its handshake. */
function isOpen(socket: Socket): boolean {
  if (socket instanceof TLSSocket) return socket.getFinished() !== undefined;
  return !socket.connecting;
}

function readBody(response: IncomingMessage, finish: (exchanged: Exchanged) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  response.on("data", (chunk: Buffer) => {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > MOST_BYTES) finish({ kind: "lost", reason: "the answer is too long" });
  });
  response.on("error", (error) => finish({ kind: "lost", reason: codeOf(error) }));
  response.once("end", () =>
    finish({
      kind: "answered",
      status: response.statusCode ?? 0,
      retryAfter: response.headers["retry-after"],
      body: Buffer.concat(chunks).toString(),
    }),
  );
}

// The message of an error may name the path, and with it the token; a code never does.
function codeOf(error: Error): string {
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}
