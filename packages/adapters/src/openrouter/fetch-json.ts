import { type Asked, explainStatus, unreachable } from "./explain-failure.ts";
import type { OpenRouterDoor } from "./openrouter-door.ts";

/** The JSON at a path of OpenRouter; null on a 404 where one is expected. Throws ProcodeErrors only. */
export async function fetchJson(door: OpenRouterDoor, path: string, asked: Asked): Promise<unknown> {
  const response = await request(door, path, asked);
  if (!response.ok) {
    await response.body?.cancel();
    if (response.status === 404 && asked === "usage") return null;
    const failure = explainStatus(response.status, response.headers, door.clock, asked);
    door.log.warn("OpenRouter refused a request", { asked, status: response.status, reason: failure.details.reason });
    throw failure;
  }
  try {
    return await response.json();
  } catch (error) {
    throw unreachable(error, asked);
  }
}

async function request(door: OpenRouterDoor, path: string, asked: Asked): Promise<Response> {
  try {
    return await fetch(door.baseUrl + path, {
      headers: { authorization: `Bearer ${door.apiKey}`, accept: "application/json" },
      signal: AbortSignal.timeout(door.requestMs),
    });
  } catch (error) {
    const failure = unreachable(error, asked);
    door.log.warn("OpenRouter cannot be reached", { asked, cause: failure.cause });
    throw failure;
  }
}
