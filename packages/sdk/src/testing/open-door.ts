import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { appRouter } from "@procode/api";
import { createTestContext, type TestContext } from "@procode/core/testing";
import { nodeHTTPRequestHandler } from "@trpc/server/adapters/node-http";

const TRPC = "/api/trpc/";

export type Door = {
  url: string;
  port: number;
  /** The person whose key "pk_good" is. */
  person: TestContext & { userId: string };
  /** Every request, as "GET /api/trpc/…", and the headers that it came with. */
  requests: { line: string; headers: IncomingMessage["headers"] }[];
  /** Answers instead of PROCODE, or not at all; true when it did. */
  before: (request: IncomingMessage, response: ServerResponse) => boolean;
  openSockets(): number;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** The real routers over HTTP on a PROCODE in memory. A bad key gets the routers' own refusal. */
export async function openDoor(): Promise<Door> {
  const context = createTestContext();
  const person = await context.newPerson();
  const server = createServer({ keepAlive: true }, (request, response) => {
    door.requests.push({ line: `${request.method} ${request.url}`, headers: request.headers });
    if (door.before(request, response)) return;
    const path = (request.url ?? "").split("?", 1)[0]?.slice(TRPC.length) ?? "";
    const ctx = request.headers.authorization === "Bearer pk_good" ? person : context;
    void nodeHTTPRequestHandler({
      router: appRouter,
      req: request,
      res: response,
      path,
      createContext: async () => ctx,
    });
  });
  let sockets = 0;
  server.on("connection", (socket) => {
    sockets++;
    socket.on("close", () => sockets--);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const door: Door = {
    url: `http://127.0.0.1:${port}`,
    port,
    person,
    requests: [],
    before: () => false,
    openSockets: () => sockets,
    close,
    [Symbol.asyncDispose]: close,
  };
  return door;

  async function close(): Promise<void> {
    server.close();
    server.closeAllConnections();
    await person.untilIdle();
  }
}
