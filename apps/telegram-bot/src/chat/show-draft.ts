import type { Context, TelegramChatRef, TelegramDoor, TelegramText } from "@procode/core";
import type { Efforts } from "./create-efforts.ts";

/** At most one draft in so long. */
const DRAFT_EVERY_MS = 700;
/** A draft fades after 30 s: one that did not change is shown again before. */
const ALIVE_MS = 20_000;
/** The mark of typing fades after 5 s. An answer that is there at once needs none. */
const TYPING_EVERY_MS = 4_500;
const TYPING_AFTER_MS = 150;

export type Draft = {
  /** What is written by now. */
  show(markdown: string): void;
  /** Nothing is shown any more, and nothing is under way. */
  end(): Promise<void>;
};

type Place = {
  job: Context;
  door: TelegramDoor;
  efforts: Efforts;
  chat: TelegramChatRef;
  draftId: number;
  render(markdown: string): TelegramText;
};

/** Shows an answer while it is written: typing first, then its text as a draft that grows. */
export function showDraft({ job, door, efforts, chat, draftId, render }: Place): Draft {
  const { clock } = job;
  const over = new AbortController();
  const begun = new AbortController();
  let text = "";

  async function keepShowing(): Promise<void> {
    let shown = { text: "", atMs: Number.NEGATIVE_INFINITY };
    await clock.sleep(TYPING_AFTER_MS, either(over.signal, begun.signal));
    while (!over.signal.aborted) {
      const now = clock.monotonicMs();
      const current = text;
      const sinceMs = now - shown.atMs;
      const due = current !== shown.text || sinceMs >= (current === "" ? TYPING_EVERY_MS : ALIVE_MS);
      if (due) {
        const effort = await efforts.attempt(chat, () =>
          current === "" ? door.typing(chat.chatId) : door.draft({ chatId: chat.chatId, draftId, ...render(current) }),
        );
        if (effort.kind === "hold") await efforts.untilAllowed(chat, over.signal);
        else shown = { text: current, atMs: now };
      }
      // The first words are shown as soon as they are there.
      await clock.sleep(DRAFT_EVERY_MS, text === "" ? either(over.signal, begun.signal) : over.signal);
    }
  }

  const showing = keepShowing().catch((error: unknown) => job.log.warn("a draft was not shown", { error }));
  return {
    show(markdown) {
      text = markdown;
      if (markdown !== "") begun.abort();
    },
    async end() {
      over.abort();
      await showing;
    },
  };
}

const either = (...signals: AbortSignal[]) => AbortSignal.any(signals);
