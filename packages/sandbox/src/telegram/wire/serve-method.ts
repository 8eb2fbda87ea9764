import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { CallSigns, FaultDesk } from "../faults/create-fault-desk.ts";
import type { Fault } from "../faults/fault.ts";
import { refusalOf } from "../faults/refusal-of.ts";
import type { Desk } from "../methods/call.ts";
import { findMethod } from "../methods/method-table.ts";
import { type Params, readParams } from "./read-params.ts";
import { errorBody, TelegramError } from "./telegram-error.ts";

export type WireCall = { url: URL; token: string; method: string; body: Buffer };

const GATEWAY_PAGE =
  "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";

/** Answers one call of a bot as api.telegram.org does, with the faults that were ordered for it. */
export async function serveMethod(
  desk: Desk,
  faults: FaultDesk,
  { url, token, method: name, body }: WireCall,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!isGoodToken(token)) return answerError(response, new TelegramError(401, "Unauthorized"));
  const method = findMethod(name);
  if (!method) return answerError(response, new TelegramError(404, "Not Found"));
  const leaving = new AbortController();
  response.on("close", () => leaving.abort());

  let params: Params = {};
  let fault: Fault | undefined;
  try {
    params = await readParams(url, incoming.headers["content-type"] ?? "", body);
    const signs = signsOf(method.name, params);
    fault = faults.draw(signs);
    const refusal = fault && refusalOf(fault);
    if (refusal) throw refusal;
    faults.countMessage(signs, Date.now());
    const result = await method.run(desk, { method: method.name, params, fault, signal: leaving.signal });
    if (fault?.delayMs) await delay(fault.delayMs);
    if (fault?.lose === "cut") return void incoming.socket.destroy();
    if (fault?.lose === "bad-gateway")
      return void response.writeHead(502, { "content-type": "text/html", server: "nginx" }).end(GATEWAY_PAGE);
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ ok: true, result }));
  } catch (error) {
    const refusal =
      error instanceof TelegramError
        ? error
        : new TelegramError(500, `Internal Server Error: ${error instanceof Error ? error.message : error}`);
    const { chatId, text } = signsOf(method.name, params);
    desk.log.append({
      type: "refused",
      method: method.name,
      chat_id: chatId,
      message_id: typeof params.message_id === "number" ? params.message_id : null,
      text,
      params,
      error_code: refusal.code,
      description: refusal.message,
      ...(fault && { fault }),
    });
    answerError(response, refusal);
  }
}

export function answerError(response: ServerResponse, error: TelegramError): void {
  if (response.destroyed) return;
  response.writeHead(error.code, { "content-type": "application/json" }).end(errorBody(error));
}

/** Any token is the bot's but an empty one and those that begin with "bad". */
export function isGoodToken(token: string): boolean {
  return token !== "" && !token.startsWith("bad");
}

function signsOf(method: string, { chat_id: id, text }: Params): CallSigns {
  return { method, chatId: typeof id === "number" ? id : null, text: typeof text === "string" ? text : "" };
}
