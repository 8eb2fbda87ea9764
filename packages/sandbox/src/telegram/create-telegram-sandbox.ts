import { once } from "node:events";
import { createServer } from "node:http";
import { createEntryLog, type EntryLog } from "../log/entry-log.ts";
import { createControl, type TelegramControl } from "./control/create-control.ts";
import { createFaultDesk } from "./faults/create-fault-desk.ts";
import type { TelegramEntry } from "./log-entry.ts";
import { createPeople, type People } from "./people/create-people.ts";
import { handle } from "./serve-request.ts";
import { applyEntry } from "./state/apply-entry.ts";
import { createWorld } from "./state/world.ts";
import { createUpdateDesk, type UpdateDesk } from "./updates/create-update-desk.ts";
import { createWebhookSender, type WebhookTimes } from "./updates/create-webhook-sender.ts";

export type TelegramSandboxOptions = {
  /** 0, the default, takes a free port. */
  port?: number;
  host?: string;
  /** Repeats the draws of faults with a probability and of reordered updates (default 1). */
  seed?: number;
  /** Appends the log to this JSONL file too, and takes up what stands there. */
  logFile?: string;
  webhook?: WebhookTimes;
};

export type TelegramSandbox = {
  /** The API root for clients, `http://127.0.0.1:PORT`; /phone, /log, /people, /updates and /control stand there too. */
  url: string;
  port: number;
  log: EntryLog<TelegramEntry>;
  control: TelegramControl;
  person: People["person"];
  /** A raw update, such as one from a group or without a sender; it gets its number here. */
  push: UpdateDesk["push"];
  /** Ends every connection. */
  close(): Promise<void>;
};

/** Starts a stand-in for Telegram's Bot API. Rejects with the reason when the port cannot be taken. */
export async function createTelegramSandbox(options: TelegramSandboxOptions = {}): Promise<TelegramSandbox> {
  const { port = 0, host = "127.0.0.1", seed = 1, logFile, webhook: times } = options;
  // Without a kept log the numbers grow over restarts all the same, since a bot that remembers one ignores it.
  const world = createWorld(Math.floor(Date.now() / 1000));
  const log = createEntryLog<TelegramEntry>({
    take: (entry) => applyEntry(world, entry),
    ...(logFile !== undefined && { file: logFile }),
  });
  const updates = createUpdateDesk(world, log, seed);
  const faults = createFaultDesk(seed);
  const people = createPeople(world, log, updates);
  const control = createControl(world, log, updates, faults);
  const webhook = createWebhookSender(world, log, updates, times);
  const desk = { world, log, updates, webhook };

  const server = createServer(
    { keepAliveTimeout: 60_000 },
    (incoming, response) => void handle({ desk, faults, people, control }, incoming, response),
  );
  server.listen(port, host);
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The sandbox has no TCP address.");
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${address.port}`,
    port: address.port,
    log,
    control,
    person: people.person,
    push: updates.push,
    async close() {
      webhook.close();
      server.close();
      server.closeAllConnections();
      await once(server, "close");
      // The calls that this cut off still write their ends.
      await new Promise(setImmediate);
      log.close();
    },
  };
}
