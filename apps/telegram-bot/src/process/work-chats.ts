import {
  claimTelegramChats,
  type Context,
  deliverTelegramSend,
  nextTelegramWork,
  releaseTelegramChat,
  type TelegramOwner,
  type WaitingTelegramUpdate,
} from "@procode/core";
import { withMessageButtons } from "../proactive/with-message-buttons.ts";
import { createLine } from "./create-line.ts";

const MOST_CHATS = 50;
/** Chats at once for messages that nobody asked for; they keep no other one from its place. */
const MOST_PROACTIVE = 20;
/** How long work that another process queued may wait here. */
const LOOK_EVERY_MS = 300;
/** So often a chat that waits looks whether it is still its time. */
const LONGEST_WAIT_SECONDS = 5;
const AFTER_FAILURE_MS = 1_000;
const LONGEST_AFTER_FAILURE_MS = 15_000;

export type ChatWork = {
  /** Something came in. */
  wake(): void;
  /** Begins nothing more; resolves when what was begun is done, or after `ms`. */
  stop(ms: number): Promise<void>;
};

/** What a chat's step led to: more to do, or the chat is somebody else's. */
type Step = "again" | "over";

type Kind = "replies" | "proactive";

/** Works for every chat that has something due: in order within a chat, side by side across chats. */
export function workChats(
  job: Context,
  botId: number,
  handle: (owner: TelegramOwner, update: WaitingTelegramUpdate) => Promise<Step>,
): ChatWork {
  const { clock, log } = job;
  const stopping = new AbortController();
  const chats = new Map<number, Promise<void>>();
  const lines = { replies: createLine(clock, stopping.signal), proactive: createLine(clock, stopping.signal) };
  const working = { replies: 0, proactive: 0 };
  let nudge = new AbortController();

  async function keepClaiming(): Promise<void> {
    while (!stopping.signal.aborted) {
      nudge = new AbortController();
      await take("replies", MOST_CHATS);
      await take("proactive", MOST_PROACTIVE);
      await clock.sleep(LOOK_EVERY_MS, nudge.signal);
    }
  }

  async function take(kind: Kind, most: number): Promise<void> {
    for (const owner of await claim(kind, most - working[kind])) {
      working[kind]++;
      const chat = workChat(owner, kind).finally(() => {
        working[kind]--;
        if (chats.get(owner.chatId) === chat) chats.delete(owner.chatId);
      });
      chats.set(owner.chatId, chat);
    }
  }

  async function claim(kind: Kind, limit: number): Promise<TelegramOwner[]> {
    if (limit <= 0 || stopping.signal.aborted) return [];
    try {
      return await claimTelegramChats(job, { botId, busy: [...chats.keys()], kind, limit });
    } catch (error) {
      log.warn("no chats could be taken", { error });
      await clock.sleep(AFTER_FAILURE_MS, stopping.signal);
      return [];
    }
  }

  // A chat is never left without giving it up: it would stay this process's own, and nobody would work for it.
  async function workChat(owner: TelegramOwner, kind: Kind): Promise<void> {
    let waitMs = AFTER_FAILURE_MS;
    while (!stopping.signal.aborted) {
      try {
        if ((await step(owner, kind)) === "over") return;
        waitMs = AFTER_FAILURE_MS;
      } catch (error) {
        log.warn("work for a chat failed; it is tried again", { error });
        await clock.sleep(waitMs, stopping.signal);
        waitMs = Math.min(waitMs * 2, LONGEST_AFTER_FAILURE_MS);
      }
    }
  }

  async function step(owner: TelegramOwner, kind: Kind): Promise<Step> {
    const work = await nextTelegramWork(job, owner);
    switch (work?.kind) {
      case undefined:
        return "over";
      case "nothing":
        return (await releaseTelegramChat(job, owner)) ? "over" : "again";
      case "wait":
        return wait(work.seconds, kind);
      case "update":
        return inStage(job, work.update, () => handle(owner, work.update));
      case "send": {
        const line = lines[work.send.isProactive ? "proactive" : "replies"];
        const delivered = await deliverTelegramSend(job, owner, await withMessageButtons(job, botId, work.send), line);
        if (delivered.kind === "lost") return "over";
        return delivered.kind === "wait" ? wait(delivered.seconds, kind) : "again";
      }
    }
  }

  // A chat that Telegram wants left alone keeps no other one from its turn.
  async function wait(seconds: number, kind: Kind): Promise<Step> {
    working[kind]--;
    await clock.sleep(Math.min(seconds, LONGEST_WAIT_SECONDS) * 1_000, stopping.signal);
    working[kind]++;
    return "again";
  }

  const claiming = keepClaiming();
  return {
    wake: () => nudge.abort(),
    async stop(ms) {
      stopping.abort();
      nudge.abort();
      await claiming;
      const over = new AbortController();
      await Promise.race([Promise.all(chats.values()), clock.sleep(ms, over.signal)]);
      over.abort();
    },
  };
}

/** In the trace that began when the update came in, in whatever process. */
const inStage = (
  { tracer }: Context,
  { updateId, kind, attempts, trace = null }: WaitingTelegramUpdate,
  work: () => Promise<Step>,
) => tracer.span("processing", { updateId, kind, attempts }, work, { traceparent: trace });
