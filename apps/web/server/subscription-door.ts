import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { appRouter } from "@procode/api";
import type { Context } from "@procode/core";
import {
  callTRPCProcedure,
  getTRPCErrorFromUnknown,
  getTRPCErrorShape,
  isTrackedEnvelope,
  TRPCError,
} from "@trpc/server";

const PING_EVERY_MS = 5_000;
const CONNECTED = `event: connected\ndata: ${JSON.stringify({ reconnectAfterInactivityMs: 15_000 })}\n\n`;
const PING = "event: ping\ndata: \n\n";
const RETURN = "event: return\ndata: \n\n";
/** A reader that takes nothing for so long is cut; it comes back where it was. */
const PATIENCE_MS = 30_000;
/** Why it ends; without a reason each end would make an error that nobody reads. */
const CLOSED = "closed";

type ContextOf = (request: IncomingMessage, response: ServerResponse) => Promise<Context>;

export const isSubscription = (path: string): boolean => procedureOf(path)?._def.type === "subscription";

/**
 * Subscriptions, in tRPC's own words on the wire, written straight to the socket: through its four web streams each part
 * of an answer costs five times as much. What is read waits for its reader, so a slow one holds no more than the piece that it is
 * being given, 32,768 characters or the final message, however far it is behind; who takes nothing for `patienceMs` is cut and may come back.
 */
export function createSubscriptionDoor(
  contextOf: ContextOf,
  { patienceMs = PATIENCE_MS }: { patienceMs?: number } = {},
) {
  return async (request: IncomingMessage, response: ServerResponse, path: string): Promise<void> => {
    const left = new AbortController();
    response.once("close", () => left.abort(CLOSED));
    response.writeHead(200, {
      "content-type": "text/event-stream",
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
    });
    const pings = setInterval(() => response.writableNeedDrain || response.write(PING), PING_EVERY_MS);
    const cork = createCork(response);
    let ctx: Context | undefined;
    try {
      ctx = await contextOf(request, response).finally(() => {
        // With the first part of an answer, where there is one already.
        cork();
        response.write(CONNECTED);
      });
      for await (const value of await subscribe(request, path, ctx, left.signal)) {
        cork();
        if (!response.write(asEvent(value))) await drained(response, left.signal, patienceMs);
      }
      cork();
      response.end(RETURN);
    } catch (cause) {
      if (left.signal.aborted) return void response.destroy();
      response.end(`event: serialized-error\ndata: ${JSON.stringify(shapeOf(cause, path, ctx))}\n\n`);
    } finally {
      clearInterval(pings);
    }
  };
}

/**
 * What is written in one go, such as the last part, the final message and the end, leaves in one write. It is the socket
 * that waits: a response that does so puts its end before what it held back.
 */
function createCork({ socket }: ServerResponse): () => void {
  let isCorked = false;
  return () => {
    if (isCorked || !socket) return;
    isCorked = true;
    socket.cork();
    process.nextTick(() => {
      isCorked = false;
      socket.uncork();
    });
  };
}

async function subscribe(request: IncomingMessage, path: string, ctx: Context, signal: AbortSignal) {
  const result: unknown = await callTRPCProcedure({
    router: appRouter,
    path,
    type: "subscription",
    ctx,
    signal,
    batchIndex: 0,
    getRawInput: async () => readInput(request),
  });
  if (typeof result === "object" && result !== null && Symbol.asyncIterator in result)
    return result as AsyncIterable<unknown>;
  throw new TRPCError({ code: "INTERNAL_SERVER_ERROR", message: `${path} gives nothing to follow.` });
}

function readInput(request: IncomingMessage): unknown {
  const query = new URLSearchParams(request.url?.split("?", 2)[1]);
  // A browser's own EventSource says where it was in a header, a client that opens a new one in the address.
  const lastEventId = request.headers["last-event-id"] ?? query.get("lastEventId");
  const input = query.get("input");
  const value = input === null ? undefined : parse(input);
  return lastEventId ? { ...(typeof value === "object" ? value : {}), lastEventId } : value;
}

function parse(input: string): unknown {
  try {
    return JSON.parse(input);
  } catch (cause) {
    throw new TRPCError({ code: "BAD_REQUEST", message: "The input of this call is no JSON.", cause });
  }
}

function asEvent(value: unknown): string {
  if (!isTrackedEnvelope(value)) return `data: ${JSON.stringify(value)}\n\n`;
  const [id, data] = value;
  return `data: ${JSON.stringify(data)}\nid: ${id}\n\n`;
}

async function drained(response: ServerResponse, left: AbortSignal, patienceMs: number): Promise<void> {
  await once(response, "drain", { signal: AbortSignal.any([left, AbortSignal.timeout(patienceMs)]) }).catch(
    (error: unknown) => {
      response.destroy();
      throw error;
    },
  );
}

function shapeOf(cause: unknown, path: string, ctx: Context | undefined): unknown {
  const error = getTRPCErrorFromUnknown(cause);
  return getTRPCErrorShape({
    config: appRouter._def._config,
    error,
    type: "subscription",
    path,
    input: undefined,
    ctx,
  });
}

function procedureOf(path: string): { _def: { type: string } } | undefined {
  return Object.hasOwn(appRouter._def.procedures, path)
    ? (appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>)[path]
    : undefined;
}
