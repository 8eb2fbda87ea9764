import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type CallLog, createCallLog, type WritableCallLog } from "../log/call-log.ts";
import { seededRandom } from "../seeded-random.ts";
import { accountBody, keyBody } from "./account-bodies.ts";
import { createCatalogue, DEMO_MODEL, providerOf } from "./catalogue.ts";
import { type Control, createControl } from "./control.ts";
import { generationBody } from "./generation-body.ts";
import { createGenerationIds } from "./generation-ids.ts";
import { readBody } from "./read-body.ts";
import type { Script } from "./script.ts";
import { type ChatDesk, serveChat, sha256 } from "./serve-chat.ts";
import { errorBody, Refusal } from "./wire-error.ts";

export type OpenRouterSandboxOptions = {
  /** 0, the default, takes a free port. */
  port?: number;
  host?: string;
  /** Makes the generation ids repeat; random when left out. */
  seed?: number;
  /** The behaviour of calls that no rule and no directive describes. */
  defaults?: Script;
  /** How late GET /generation knows a call that ended, in milliseconds (default 500). */
  generationDelayMs?: number;
  /** Appends the log to this JSONL file too, and takes up what stands there. */
  logFile?: string;
  /** Whether the log keeps messages and answers (default) or only hashes and counts. */
  keepTexts?: boolean;
};

export type OpenRouterSandbox = {
  /** The base URL for clients, `http://127.0.0.1:PORT/api/v1`. */
  url: string;
  /** Where /log, /billed and /control stand. */
  origin: string;
  port: number;
  log: CallLog;
  control: Control;
  /** Ends every connection. */
  close(): Promise<void>;
};

type Room = ChatDesk & { modelsBody: string };

/** Starts a stand-in for OpenRouter. Rejects with the reason when the port cannot be taken. */
export async function createOpenRouterSandbox(options: OpenRouterSandboxOptions = {}): Promise<OpenRouterSandbox> {
  const { port = 0, host = "127.0.0.1", seed, defaults, generationDelayMs, logFile, keepTexts = true } = options;
  const catalogue = createCatalogue();
  const log = createCallLog(logFile === undefined ? {} : { file: logFile });
  const control = createControl({
    ...(defaults && { defaults }),
    ...(generationDelayMs !== undefined && { generationDelayMs }),
  });
  const room: Room = {
    control,
    log,
    keepTexts,
    models: new Map(catalogue.map((model) => [model.id, model])),
    modelsBody: JSON.stringify({ data: catalogue }),
    nextId: createGenerationIds(seed === undefined ? Math.random : seededRandom(seed, "generation")),
  };
  const server = createServer(
    { keepAliveTimeout: 60_000 },
    (incoming, response) => void handle(room, incoming, response),
  );
  server.listen(port, host);
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The sandbox has no TCP address.");
  const origin = `http://${host.includes(":") ? `[${host}]` : host}:${address.port}`;
  return {
    url: `${origin}/api/v1`,
    origin,
    port: address.port,
    log,
    control,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
      // The calls that this cut off still write their ends.
      await new Promise(setImmediate);
      log.close();
    },
  };
}

async function handle(room: Room, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const { log } = room;
  let body: Buffer | null = Buffer.alloc(0);
  try {
    body = await readBody(incoming);
    if (body === null) return;
    const url = new URL(incoming.url ?? "/", "http://sandbox");
    const isKnown = await route(room, `${incoming.method} ${url.pathname}`, url, body, incoming, response);
    if (!isKnown) throw new Refusal({ status: 404, message: `${incoming.method} ${url.pathname} is not known here` });
  } catch (error) {
    const wire =
      error instanceof Refusal
        ? error.wire
        : { status: 500, message: error instanceof Error ? error.message : String(error) };
    if (incoming.url?.includes("/chat/")) {
      log.append({
        type: "refused",
        status: wire.status,
        message: wire.message,
        model: modelIn(body),
        bodySha256: body && sha256(body),
      });
    }
    if (response.headersSent || response.destroyed) return;
    const retry = wire.retryAfterSeconds === undefined ? {} : { "retry-after": String(wire.retryAfterSeconds) };
    response.writeHead(wire.status, { "content-type": "application/json", ...retry }).end(errorBody(wire));
  }
}

async function route(
  room: Room,
  call: string,
  url: URL,
  body: Buffer,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const { log, control } = room;
  switch (call) {
    case "GET /log":
      return json(response, JSON.stringify({ entries: log.entries(Number(url.searchParams.get("after") ?? 0)) }));
    case "GET /billed":
      return json(response, JSON.stringify(log.billed()));
    case "GET /control":
      return json(response, JSON.stringify(control.state()));
    case "POST /control":
      applyControl(control, body);
      return json(response, JSON.stringify(control.state()));
    case "GET /api/v1/models":
      return json(response, room.modelsBody);
    case "POST /api/v1/chat/completions":
      requireKey(incoming);
      await serveChat(room, body, response);
      return true;
    case "GET /api/v1/generation":
      requireKey(incoming);
      return json(response, findGeneration(room, url.searchParams.get("id") ?? ""));
    case "GET /api/v1/key":
      requireKey(incoming);
      return json(response, keyBody(log.billed().totalUsd));
    case "GET /api/v1/credits":
      requireKey(incoming);
      return json(response, accountBody(log.billed().totalUsd));
    default:
      return false;
  }
}

function json(response: ServerResponse, body: string): true {
  response.writeHead(200, { "content-type": "application/json" }).end(body);
  return true;
}

function requireKey({ headers }: IncomingMessage): void {
  const [, key] = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? "") ?? [];
  if (key === undefined) throw new Refusal({ status: 401, message: "No auth credentials found" });
  if (key.startsWith("bad")) throw new Refusal({ status: 401, message: "User not found." });
  if (key.startsWith("poor"))
    throw new Refusal({
      status: 402,
      message: "Insufficient credits. Add more using https://openrouter.ai/settings/credits",
    });
}

function applyControl(control: Control, body: Buffer): void {
  try {
    control.apply(JSON.parse(body.toString("utf8")));
  } catch (error) {
    throw new Refusal({ status: 400, message: error instanceof Error ? error.message : String(error) });
  }
}

function findGeneration(
  { log, control, models }: { log: WritableCallLog; control: Control; models: Room["models"] },
  id: string,
): string {
  const call = log.find(id);
  const isKnown = call?.ended && Date.now() - Date.parse(call.ended.at) >= control.state().generationDelayMs;
  if (!call?.ended || !isKnown) throw new Refusal({ status: 404, message: `Generation ${id} not found` });
  return generationBody(call.accepted, call.ended, providerOf(models.get(call.accepted.model) ?? { id: DEMO_MODEL }));
}

function modelIn(body: Buffer | null): string | null {
  const [, model] = /"model"\s*:\s*"([^"]{1,200})"/.exec(body?.subarray(0, 2_000).toString("utf8") ?? "") ?? [];
  return model ?? null;
}
