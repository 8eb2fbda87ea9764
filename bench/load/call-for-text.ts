import { type Agent, type IncomingMessage, request } from "node:http";

type Call = {
  agent: Agent;
  url: string;
  method: "GET" | "POST";
  headers: Record<string, string>;
  body?: string;
  signal: AbortSignal;
};

/** One HTTP call on node's bare client; the parts of the body as text, as they arrive. Throws on any status but 200. */
export async function* callForText({
  agent,
  url,
  method,
  headers,
  body,
  signal,
}: Call): AsyncGenerator<string, void, undefined> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const length = body === undefined ? {} : { "content-length": Buffer.byteLength(body) };
    const call = request(url, { agent, method, headers: { ...headers, ...length }, signal }, resolve);
    call.on("error", reject);
    call.end(body);
  });
  response.setEncoding("utf8");
  if (response.statusCode !== 200) {
    let refusal = "";
    for await (const part of response) refusal += String(part);
    throw new Error(`HTTP ${response.statusCode}: ${refusal.slice(0, 200)}`);
  }
  yield* response as AsyncIterable<string>;
}
