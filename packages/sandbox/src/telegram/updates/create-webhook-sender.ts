import type { WritableEntryLog } from "../../log/entry-log.ts";
import type { TelegramEntry } from "../log-entry.ts";
import type { Webhook, World } from "../state/world.ts";
import type { Update } from "../wire/update.ts";
import type { UpdateDesk } from "./create-update-desk.ts";

export type WebhookTimes = {
  /** How long a request may take, in milliseconds (default 60,000). */
  timeoutMs?: number;
  /** The wait after a first failure, in milliseconds (default 500); it doubles up to a minute. */
  retryMs?: number;
};

export type WebhookSender = {
  lastError(): { date: number; message: string } | null;
  close(): void;
};

const LONGEST_WAIT_MS = 60_000;

/** Posts waiting updates to the webhook, in order within a chat, and again until it answers with 2xx in time. */
export function createWebhookSender(
  world: World,
  log: WritableEntryLog<TelegramEntry>,
  updates: UpdateDesk,
  { timeoutMs = 60_000, retryMs = 500 }: WebhookTimes = {},
): WebhookSender {
  const busyChats = new Map<string, Update>();
  const timers = new Set<NodeJS.Timeout>();
  const closing = new AbortController();
  let lastError: { date: number; message: string } | null = null;

  const leave = log.subscribe((entry) => {
    if (entry.type === "accepted" && entry.method === "setWebhook") queueMicrotask(pump);
  });
  updates.onWaiting(pump);
  pump();

  function pump(): void {
    const { webhook } = world;
    if (!webhook || closing.signal.aborted) return;
    for (let update = updates.takeAgain(); update; update = updates.takeAgain()) void post(webhook, update);
    for (const update of world.pending) {
      if (busyChats.size >= webhook.max_connections) return;
      const chat = chatOf(update);
      if (busyChats.has(chat)) continue;
      busyChats.set(chat, update);
      void deliver(chat, update, retryMs);
    }
  }

  async function deliver(chat: string, update: Update, waitMs: number): Promise<void> {
    const { webhook } = world;
    if (!webhook || !world.pending.includes(update) || closing.signal.aborted) return free(chat);
    if (await post(webhook, update)) {
      updates.confirm("webhook", [update]);
      return free(chat);
    }
    const timer = setTimeout(() => {
      timers.delete(timer);
      void deliver(chat, update, Math.min(waitMs * 2, LONGEST_WAIT_MS));
    }, waitMs);
    timers.add(timer);
  }

  function free(chat: string): void {
    busyChats.delete(chat);
    pump();
  }

  async function post({ url, secret_token: secret }: Webhook, update: Update): Promise<boolean> {
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          ...(secret !== undefined && { "x-telegram-bot-api-secret-token": secret }),
        },
        body: JSON.stringify(update),
        redirect: "manual",
        signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), closing.signal]),
      });
      await response.body?.cancel();
      log.append({ type: "delivered", method: "webhook", update_ids: [update.update_id] });
      if (response.ok) return true;
      failed(`Wrong response from the webhook: ${response.status} ${response.statusText}`);
    } catch (error) {
      failed(error instanceof Error ? error.message : String(error));
    }
    return false;
  }

  function failed(message: string): void {
    lastError = { date: Math.floor(Date.now() / 1000), message };
  }

  return {
    lastError: () => lastError,
    close() {
      leave();
      closing.abort();
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

function chatOf(update: Update): string {
  for (const part of Object.values(update)) {
    const { chat, message } = Object(part);
    const id = Object(chat ?? Object(message).chat).id;
    if (typeof id === "number") return String(id);
  }
  return `update ${update.update_id}`;
}
