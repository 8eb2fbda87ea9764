import { badRequest } from "./telegram-error.ts";

export type Params = Record<string, unknown>;

/** Fields that forms and query strings carry as JSON text. */
const STRUCTURED = new Set([
  "allowed_updates",
  "commands",
  "entities",
  "link_preview_options",
  "reply_markup",
  "reply_parameters",
  "scope",
]);
const NUMBERS = new Set([
  "chat_id",
  "draft_id",
  "limit",
  "max_connections",
  "message_id",
  "message_thread_id",
  "offset",
]);
NUMBERS.add("timeout").add("cache_time");
const FLAGS = new Set(["can_stop", "disable_notification", "drop_pending_updates", "keep_on_stop", "protect_content"]);
FLAGS.add("show_alert");

/** The parameters of a call from its query string and its body (JSON, urlencoded or multipart), with their JSON types. */
export async function readParams(url: URL, contentType: string, body: Buffer): Promise<Params> {
  const params: Params = {};
  for (const [name, value] of url.searchParams) params[name] = typed(name, value);
  if (body.length > 0) Object.assign(params, await readBodyParams(contentType, body));
  // A field that is null is a field that is not there.
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== null && value !== undefined));
}

async function readBodyParams(contentType: string, body: Buffer): Promise<Params> {
  if (/^application\/json\b/i.test(contentType)) return readJson(body);
  if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(contentType)) return {};
  const form = await readForm(contentType, body);
  const params: Params = {};
  for (const [name, value] of form)
    params[name] = typeof value === "string" ? typed(name, value) : { file_name: value.name, file_size: value.size };
  return params;
}

async function readForm(contentType: string, body: Buffer): Promise<FormData> {
  try {
    return await new Response(new Uint8Array(body), { headers: { "content-type": contentType } }).formData();
  } catch (error) {
    throw badRequest(`can't parse form data: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readJson(body: Buffer): Params {
  let value: unknown;
  try {
    value = JSON.parse(body.toString("utf8"));
  } catch {
    throw badRequest("can't parse JSON object");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw badRequest("JSON object expected");
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, typeof part === "string" ? typed(name, part) : part]),
  );
}

function typed(name: string, value: string): unknown {
  if (NUMBERS.has(name) && /^-?\d{1,16}$/.test(value)) return Number(value);
  if (FLAGS.has(name)) return /^(true|1|yes)$/i.test(value);
  if (!STRUCTURED.has(name)) return value;
  if (value === "") return undefined;
  try {
    return JSON.parse(value);
  } catch {
    throw badRequest(`can't parse ${name}: expected JSON`);
  }
}
