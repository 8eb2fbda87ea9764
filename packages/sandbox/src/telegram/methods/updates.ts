import { badRequest } from "../wire/telegram-error.ts";
import { accept, type Method, numberIn } from "./call.ts";

export const getUpdates: Method = async (desk, call) => {
  const { params, fault, signal } = call;
  const { allowed_updates: allowed } = params;
  const isNewChoice = allowed !== undefined && JSON.stringify(allowed) !== JSON.stringify(desk.world.allowedUpdates);
  if (isNewChoice && !desk.world.webhook) accept(desk, call);
  return desk.updates.poll({
    offset: numberIn(call, "offset", 0),
    limit: numberIn(call, "limit", 100),
    timeoutSeconds: numberIn(call, "timeout", 0),
    fault,
    signal,
  });
};

export const getWebhookInfo: Method = ({ world, webhook }) => {
  const error = webhook.lastError();
  return {
    url: world.webhook?.url ?? "",
    has_custom_certificate: false,
    pending_update_count: world.pending.length,
    ...(world.webhook && { max_connections: world.webhook.max_connections }),
    ...(world.allowedUpdates && world.allowedUpdates.length > 0 && { allowed_updates: world.allowedUpdates }),
    ...(error && { last_error_date: error.date, last_error_message: error.message }),
  };
};

export const setWebhook: Method = (desk, call) => {
  const { url, secret_token: secret } = call.params;
  if (typeof url !== "string" || url === "") return deleteWebhook(desk, { ...call, method: "deleteWebhook" });
  if (!URL.canParse(url)) throw badRequest("bad webhook: invalid URL specified");
  const { protocol, hostname } = new URL(url);
  const isOnThisMachine = ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
  if (protocol !== "https:" && !isOnThisMachine)
    throw badRequest("bad webhook: An HTTPS URL must be provided for webhook");
  if (secret !== undefined && !/^[\w-]{1,256}$/.test(String(secret)))
    throw badRequest("secret token contains unallowed characters");
  desk.updates.endPoll("Conflict: terminated by setWebhook request");
  accept(desk, call);
  if (call.params.drop_pending_updates === true) desk.updates.confirm(call.method, desk.world.pending);
  return true;
};

export const deleteWebhook: Method = (desk, call) => {
  accept(desk, call);
  if (call.params.drop_pending_updates === true) desk.updates.confirm(call.method, desk.world.pending);
  return true;
};
