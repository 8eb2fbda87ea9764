import type { IncomingMessage, ServerResponse } from "node:http";
import { readBody } from "../openrouter/read-body.ts";
import type { TelegramControl } from "./control/create-control.ts";
import { act } from "./control/serve-control.ts";
import type { FaultDesk } from "./faults/create-fault-desk.ts";
import type { Desk } from "./methods/call.ts";
import type { People } from "./people/create-people.ts";
import { servePhone } from "./phone/serve-phone.ts";
import { answerError, isGoodToken, serveMethod } from "./wire/serve-method.ts";
import { TelegramError } from "./wire/telegram-error.ts";

export type Rooms = { desk: Desk; faults: FaultDesk; people: People; control: TelegramControl };

const LONGEST_WAIT_MS = 60_000;

/** The bot's door (/bot…, /file/bot…) and, beside it, the doors of tests and of the phone. */
export async function handle(rooms: Rooms, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const body = await readBody(incoming);
    if (body === null) return;
    const url = new URL(incoming.url ?? "/", "http://sandbox");
    const [, token, method] = /^\/bot([^/]*)\/(\w+)$/.exec(url.pathname) ?? [];
    if (token !== undefined && method !== undefined)
      return await serveMethod(
        rooms.desk,
        rooms.faults,
        { url, token: decodeURIComponent(token), method, body },
        incoming,
        response,
      );
    if (url.pathname.startsWith("/file/bot")) return serveFile(rooms.desk, url.pathname, response);
    if (incoming.method === "GET" && (await serveGet(rooms, url, response))) return;
    if (incoming.method === "POST" && servePost(rooms, url, body, incoming, response)) return;
    throw new TelegramError(404, "Not Found");
  } catch (error) {
    const refusal =
      error instanceof TelegramError
        ? error
        : new TelegramError(400, error instanceof Error ? error.message : String(error));
    answerError(response, refusal);
  }
}

async function serveGet(rooms: Rooms, url: URL, response: ServerResponse): Promise<boolean> {
  const { desk, people, control } = rooms;
  if (url.pathname === "/control") return json(response, control.state());
  if (url.pathname === "/log") {
    const after = Number(url.searchParams.get("after") ?? 0);
    await waitForEntry(desk, after, Math.min(Number(url.searchParams.get("wait") ?? 0), LONGEST_WAIT_MS));
    return json(response, { entries: desk.log.entries(after) });
  }
  const [, id] = /^\/people\/(\d+)\/sees$/.exec(url.pathname) ?? [];
  if (id !== undefined) return json(response, people.find(Number(id)).sees());
  return servePhone(rooms, url, response);
}

function servePost(
  { desk, people, control }: Rooms,
  url: URL,
  body: Buffer,
  incoming: IncomingMessage,
  response: ServerResponse,
): boolean {
  // Pages of other origins can post only what needs no leave to be posted, and JSON needs it.
  if (!/^application\/json\b/i.test(incoming.headers["content-type"] ?? ""))
    throw new Error("The control takes JSON: set content-type to application/json.");
  const change: Record<string, unknown> = { ...Object(JSON.parse(body.toString("utf8") || "{}")) };
  if (url.pathname === "/control") {
    control.apply(change);
    return json(response, control.state());
  }
  if (url.pathname === "/files")
    return json(response, {
      file_id: control.addFile(String(change.name), Buffer.from(String(change.base64), "base64")),
    });
  const result = act({ people, push: desk.updates.push }, url.pathname, change);
  return result !== undefined && json(response, result);
}

function serveFile({ world }: Desk, path: string, response: ServerResponse): void {
  const [, token = "", wanted = ""] = /^\/file\/bot([^/]*)\/(.+)$/.exec(path) ?? [];
  const file = [...world.files.values()].find(({ file_path: known }) => known === wanted);
  if (!isGoodToken(token)) throw new TelegramError(401, "Unauthorized");
  if (!file) throw new TelegramError(404, "Not Found");
  response.writeHead(200, { "content-type": "application/octet-stream" }).end(file.bytes);
}

async function waitForEntry({ log }: Desk, after: number, milliseconds: number): Promise<void> {
  if (milliseconds <= 0 || log.entries(after).length > 0) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(end, milliseconds);
    const leave = log.subscribe(end);
    function end(): void {
      clearTimeout(timer);
      leave();
      resolve();
    }
  });
}

function json(response: ServerResponse, value: unknown): true {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
  return true;
}
