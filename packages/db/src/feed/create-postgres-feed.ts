import { createLocalFeed, type Feed, type FeedTopic, type Log } from "@procode/core";
import { Client } from "pg";
import { readHints, writeHints } from "./hint-payload.ts";

export type PostgresFeedOptions = {
  /** Past any pooler: LISTEN holds its connection. */
  directUrl: string;
  /** Tells this process's own hints from those of others. */
  workerId: string;
  log: Log;
};
export interface PostgresFeed extends Feed {
  /** Sends what waits and closes the connection. */
  stop(): Promise<void>;
}

const CHANNEL = "procode_feed";
/** The first hint leaves at once, those of the next moment together: NOTIFY takes a lock that all databases' notifications share. */
const SEND_EVERY_MS = 15;
const REOPEN_AFTER_MS = 500;
/** Who only listens never learns of a dead line: it is asked so often, and ends when it does not answer in time. */
const PROBE_EVERY_MS = 2_000;
const ANSWER_WITHIN_MS = 2_500;

/**
 * The feed over LISTEN and NOTIFY, on one connection of its own that opens at the first use and again by itself. While
 * it is down, hints reach this process alone. A line that goes dead without a word is noticed within five seconds.
 */
export function createPostgresFeed({ directUrl, workerId, log }: PostgresFeedOptions): PostgresFeed {
  const local = createLocalFeed();
  const unsent = new Map<FeedTopic, Set<string>>();
  let client: Client | null = null;
  let sending: NodeJS.Timeout | null = null;
  let sentMs = Number.NEGATIVE_INFINITY;
  let reopening: NodeJS.Timeout | null = null;
  let probing: NodeJS.Timeout | null = null;
  let opening: Promise<void> | null = null;
  let isStopped = false;

  async function open(): Promise<void> {
    const next = new Client({
      connectionString: directUrl,
      application_name: "procode-feed",
      pipeline: true,
      connectionTimeoutMillis: 5_000,
      query_timeout: ANSWER_WITHIN_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: 5_000,
    });
    next.on("notification", ({ payload }) => hear(payload ?? ""));
    // Its end follows; it is there that the line is opened again.
    next.on("error", (error) => log.warn("the feed's connection broke", { error }));
    next.on("end", () => reopen(next));
    try {
      await next.connect();
      await next.query(`LISTEN ${CHANNEL}`);
    } catch (error) {
      log.warn("the feed has no connection; changes of other processes are seen later", { error });
      // Not waited for: a line that was silent answers no goodbye either.
      next.end().catch((reason: unknown) => log.debug("a broken connection did not close", { error: reason }));
      return reopen(next);
    }
    client = next;
    local.wakeAll();
    probeLater(next);
  }

  function probeLater(line: Client): void {
    probing = setTimeout(() => {
      if (client !== line) return;
      line.query("SELECT").then(
        () => probeLater(line),
        // The driver ends a connection whose question was not answered in time.
        (error: unknown) => log.warn("the feed's connection does not answer", { error }),
      );
    }, PROBE_EVERY_MS);
  }

  function reopen(ended: Client): void {
    if (client === ended) client = null;
    if (isStopped || client || reopening) return;
    reopening = setTimeout(() => {
      reopening = null;
      if (!isStopped) opening = open();
    }, REOPEN_AFTER_MS);
  }

  function hear(payload: string): void {
    for (const { topic, userId } of readHints(payload, workerId)) local.receive(topic, userId);
  }

  async function send(): Promise<void> {
    sending = null;
    sentMs = performance.now();
    await opening;
    const payloads = writeHints(workerId, unsent);
    unsent.clear();
    // Hints are not kept for later: when the line is back, everybody looks.
    if (!client) return;
    try {
      await client.query("SELECT pg_notify($1, payload) FROM unnest($2::text[]) AS payload", [CHANNEL, payloads]);
    } catch (error) {
      log.warn("hints were not sent", { error });
    }
  }

  return {
    publish(topic, userId) {
      // Who reads an answer where it is written needs no hint of its parts.
      if (topic === "changes") local.publish(topic, userId);
      if (isStopped) return;
      opening ??= open();
      const users = unsent.get(topic) ?? new Set();
      unsent.set(topic, users.add(userId));
      sending ??= setTimeout(() => void send(), Math.max(0, sentMs + SEND_EVERY_MS - performance.now()));
    },
    subscribe(topic, userId, wake) {
      opening ??= open();
      return local.subscribe(topic, userId, wake);
    },
    onRemote(topic, wake) {
      opening ??= open();
      return local.onRemote(topic, wake);
    },
    async stop() {
      isStopped = true;
      if (sending) clearTimeout(sending);
      if (reopening) clearTimeout(reopening);
      if (probing) clearTimeout(probing);
      await send();
      await client?.end();
    },
  };
}
