import { z } from "zod";
import type { Exchanged } from "./create-exchange.ts";

/** What Telegram said, or that it said nothing that can be believed. */
export type Answer =
  | { kind: "ok"; result: unknown }
  | { kind: "error"; code: number; description: string; retryAfterSeconds: number | null }
  | { kind: "nothing"; reason: string }
  | { kind: "lost"; reason: string };

const Wire = z.union([
  z.object({ ok: z.literal(true), result: z.unknown() }),
  z.object({
    ok: z.literal(false),
    error_code: z.number().int().min(400).max(599),
    description: z.string(),
    parameters: z.object({ retry_after: z.number().nonnegative().optional().catch(undefined) }).optional(),
  }),
]);
/** Seconds to wait where Telegram does not say. */
const WAIT = 5;
const LONGEST = 200;

/** Only Telegram's own JSON counts; a gateway's page, whatever its status, may hide that the request was taken. */
export function readAnswer(exchanged: Exchanged): Answer {
  if (exchanged.kind !== "answered") return exchanged;
  const { status, body, retryAfter } = exchanged;
  const wire = Wire.safeParse(parseJson(body));
  if (!wire.success) return { kind: "lost", reason: `an answer ${status} that is not Telegram's` };
  if (wire.data.ok) return { kind: "ok", result: wire.data.result };
  const { error_code: code, description, parameters } = wire.data;
  const seconds = parameters?.retry_after ?? Number(retryAfter ?? WAIT);
  const retryAfterSeconds = code === 429 ? Math.max(1, Math.ceil(Number.isFinite(seconds) ? seconds : WAIT)) : null;
  return { kind: "error", code, description: description.slice(0, LONGEST), retryAfterSeconds };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
