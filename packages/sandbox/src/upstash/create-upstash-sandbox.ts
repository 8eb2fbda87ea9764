import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { createClient, RESP_TYPES } from "@redis/client";
import { createRedisDesk } from "./create-redis-desk.ts";
import { type Command, readCommands, readPath } from "./read-commands.ts";
import { type Reply, writeReply } from "./write-reply.ts";

export type UpstashSandboxOptions = {
  /** The Redis behind it, such as `redis://127.0.0.1:6379`. */
  redisUrl: string;
  /** The bearer token that it takes (default "mock_token"). */
  token?: string;
  /** 0, the default, takes a free port. */
  port?: number;
  host?: string;
};
export type UpstashSandbox = {
  /** For UPSTASH_REDIS_REST_URL. */
  url: string;
  /** For UPSTASH_REDIS_REST_TOKEN. */
  token: string;
  /** Ends every connection; the Redis behind it stays. */
  close(): Promise<void>;
};

/**
 * Starts a stand-in for Upstash's REST door in front of a real Redis: one command, a pipeline or a transaction as JSON
 * by POST, strings of the answer in base64 when that is asked for. Rejects when Redis does not answer.
 */
export async function createUpstashSandbox(options: UpstashSandboxOptions): Promise<UpstashSandbox> {
  const { redisUrl, token = "mock_token", port = 0, host = "127.0.0.1" } = options;
  let hasBeenThere = false;
  const redis = createClient({
    url: redisUrl,
    RESP: 2,
    disableOfflineQueue: true,
    // Bytes come as they are: not all that Redis keeps is text.
    commandOptions: { typeMapping: { [RESP_TYPES.BLOB_STRING]: Buffer } },
    socket: { connectTimeout: 2_000, reconnectStrategy: () => (hasBeenThere ? 100 : false) },
  });
  // What a command meets is answered to whoever sent it.
  redis.on("error", () => undefined);
  await redis.connect();
  hasBeenThere = true;
  const desk = createRedisDesk((command) => redis.sendCommand(command));

  const server = createServer({ keepAliveTimeout: 60_000 }, async (request, response) => {
    if (request.headers.authorization !== `Bearer ${token}`) {
      return answer(response, 401, { error: "WRONGPASS invalid or missing auth token" });
    }
    const path = readPath(request);
    const commands = await readCommands(request, path);
    if (!path || !commands) return answer(response, 400, { error: "ERR failed to parse request" });
    const isBase64 = request.headers["upstash-encoding"] === "base64";
    const { status, body } = await run(path, commands);
    answer(
      response,
      status,
      Array.isArray(body) ? body.map((one) => writeReply(one, isBase64)) : writeReply(body, isBase64),
    );
  });

  async function run(path: string, commands: Command[]): Promise<{ status: number; body: Reply | Reply[] }> {
    if (path === "/pipeline") return { status: 200, body: await Promise.all(commands.map(desk.send)) };
    const body = path === "/multi-exec" ? await desk.transact(commands) : await desk.send(commands[0] ?? []);
    return { status: "error" in body ? 400 : 200, body };
  }

  server.listen(port, host);
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The sandbox has no TCP address.");
  return {
    url: `http://${host}:${address.port}`,
    token,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
      redis.destroy();
    },
  };
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
