import type { ServerResponse } from "node:http";

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "cache-control": "private, no-store",
  });
  response.end(JSON.stringify(body));
}
