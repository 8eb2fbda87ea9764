import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { signCall } from "./sign-call.ts";

export type InngestSandboxOptions = {
  signingKey: string;
  /** 0, the default, takes a free port. */
  port?: number;
  host?: string;
};
export type TakenEvent = { id: string; name: string; data: unknown };
export type InngestSandbox = {
  /** For `INNGEST_BASE_URL`. */
  origin: string;
  /** What applications registered, oldest first, and the word that they proved themselves with. */
  registrations: readonly { authorization: string; app: Record<string, unknown> }[];
  /** Oldest first; one of which the id is known is taken once. */
  events: readonly TakenEvent[];
  /** A call of a function with the headers and the body that Inngest would send now, or `atMs`. */
  call(functionId: string, run: FunctionCall, atMs?: number): { query: string; init: RequestInit };
  close(): Promise<void>;
};
export type FunctionCall = { runId: string; attempt?: number; steps?: Record<string, { type: "data"; data: unknown }> };

/** Starts a stand-in for Inngest's two doors, for functions to be registered and events to be sent, which signs as Inngest does. */
export async function createInngestSandbox({
  signingKey,
  port = 0,
  host = "127.0.0.1",
}: InngestSandboxOptions): Promise<InngestSandbox> {
  const registrations: { authorization: string; app: Record<string, unknown> }[] = [];
  const events: TakenEvent[] = [];

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const answer = (status: number, body: unknown) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    const body = JSON.parse(Buffer.concat(chunks).toString("utf8") || "null") as unknown;
    if (request.method === "POST" && pathname === "/fn/register") {
      const authorization = request.headers.authorization ?? "";
      registrations.push({ authorization, app: body as Record<string, unknown> });
      answer(200, { ok: true, modified: true, status: 200 });
    } else if (request.method === "POST" && pathname.startsWith("/e/")) {
      const given = (Array.isArray(body) ? body : [body]) as (Omit<TakenEvent, "id"> & { id?: string })[];
      const taken = given.map((event, index) => ({ ...event, id: event.id ?? `event-${events.length + index}` }));
      for (const event of taken) if (!events.some(({ id }) => id === event.id)) events.push(event);
      answer(200, { ids: taken.map(({ id }) => id), status: 200 });
    } else answer(404, { error: "There is no such door.", status: 404 });
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => response.writeHead(400).end(String(error)));
  });
  server.listen(port, host);
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The sandbox has no TCP address.");
  return {
    origin: `http://${host}:${address.port}`,
    registrations,
    events,
    call(functionId, { runId, attempt = 0, steps = {} }, atMs = Date.now()) {
      const event = { id: runId, name: "inngest/scheduled.timer", data: {}, ts: atMs };
      const stack = Object.keys(steps);
      const ctx = { run_id: runId, attempt, use_api: false, stack: { stack, current: stack.length } };
      const body = { version: 2, ctx, event, events: [event], steps };
      return {
        query: `?fnId=${functionId}&stepId=step`,
        init: {
          method: "POST",
          headers: { "content-type": "application/json", "x-inngest-signature": signCall(body, { signingKey, atMs }) },
          body: JSON.stringify(body),
        },
      };
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
