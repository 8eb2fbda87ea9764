import { describe, expect, test } from "vitest";
import { jobContext } from "../../../context.ts";
import { beat } from "../../../conversation/beat.ts";
import { createTestContext } from "../../../testing/create-test-context.ts";
import { seeded } from "../../../testing/telegram/seeded.ts";
import { TELEGRAM_PACE } from "../pace/telegram-pace.ts";
import type { TelegramOwner } from "../telegram-desk.ts";
import type { NewTelegramSend } from "../telegram-repository.ts";
import { claimTelegramChats } from "./claim-telegram-chats.ts";
import { deliverTelegramSend } from "./deliver-telegram-send.ts";
import { finishTelegramUpdate } from "./finish-telegram-update.ts";
import { nextTelegramWork } from "./next-telegram-work.ts";
import { receiveTelegramUpdates } from "./receive-telegram-updates.ts";
import { releaseTelegramChat } from "./release-telegram-chat.ts";

const BOT = 77;
const CHATS = 40;
const { botTokens, chatTokens } = TELEGRAM_PACE;

type Call = { chatId: number; text: string; at: number; isTaken: boolean };
type Refusal = { at: number; seconds: number };

/**
 * Two processes work a broadcast off, into which people write. Telegram counts as it does, and says 429 of the whole bot
 * where the seed wants it.
 */
async function runBroadcast(seed: number, refusals: number) {
  const base = createTestContext();
  const random = seeded(seed);
  const { userId } = await base.newPerson();
  const job = jobContext(base, "test");
  const now = () => base.clock.now().getTime();
  const chatIds = Array.from({ length: CHATS }, (_, index) => 500 + index);
  const calls: Call[] = [];
  const ownMaking: string[] = [];
  const held: Refusal[] = [];
  let updateId = 0;
  const message = (chatId: number, text: string, isProactive: boolean): NewTelegramSend => ({
    ...{ botId: BOT, chatId, dedupeKey: text, answer: null, part: 1, parts: 1, isProactive },
    body: { text, entities: [] },
  });
  const write = (chatId: number) =>
    receiveTelegramUpdates(job, {
      botId: BOT,
      updates: [{ updateId: ++updateId, chatId, kind: "message", payload: {}, ignore: null }],
    });

  base.channels.telegram.script = ({ chatId, text }) => {
    // On its way.
    base.clock.advance(1 + random.below(30));
    const at = now();
    const isAsked = held.length < refusals && calls.length > 10 && random.chance() < 0.05 && text.startsWith("news");
    const isQuiet = !calls.some((call) => call.chatId === chatId);
    const recent = calls.filter((call) => call.isTaken && call.at > at - 1_000);
    const inChat = calls.filter((call) => call.isTaken && call.chatId === chatId && call.at > at - 4_000);
    if (recent.length >= botTokens || inChat.length >= chatTokens + 4) ownMaking.push(text);
    calls.push({ chatId, text, at, isTaken: !(isAsked && isQuiet) });
    base.clock.advance(1 + random.below(30));
    if (!isAsked || !isQuiet) return base.channels.telegram.accept({ chatId, text, entities: [] });
    const seconds = 1 + random.below(40);
    held.push({ at: now(), seconds });
    return { kind: "hold", retryAfterSeconds: seconds };
  };

  // Every chat is known from what was said in it; nothing is answered.
  for (const chatId of chatIds) await write(chatId);
  await base.store.asUser(userId, (tx) =>
    tx.telegram.queue(
      chatIds.flatMap((chatId) =>
        Array.from({ length: 1 + random.below(2) }, (_, index) => message(chatId, `news ${chatId} ${index + 1}`, true)),
      ),
    ),
  );
  const planned = new Map<number, string[]>();
  for (const { chatId, dedupeKey } of base.store.tables().telegramSends.values())
    planned.set(chatId, [...(planned.get(chatId) ?? []), dedupeKey]);

  const processes = [job, jobContext(base.otherProcess(), "other")].map((ctx) => ({
    ctx,
    owners: [] as TelegramOwner[],
  }));
  let replies = 0;
  for (let steps = 0, idle = 0; idle < 40; steps++) {
    if (steps > 5_000) throw new Error(`Seed ${seed} never comes to an end.`);
    const { ctx, owners } = random.pick(processes);
    await beat(ctx);
    if (replies < 30 && random.chance() < 0.1) {
      replies++;
      await write(random.pick(chatIds));
    }
    for (const kind of ["replies", "proactive"] as const) {
      const busy = owners.map(({ chatId }) => chatId);
      owners.push(...(await claimTelegramChats(ctx, { botId: BOT, busy, kind, limit: 3 })));
    }
    const owner = owners.shift();
    idle = owner ? 0 : idle + 1;
    if (!owner) continue;
    const work = await nextTelegramWork(ctx, owner);
    if (work?.kind === "nothing" && (await releaseTelegramChat(ctx, owner))) continue;
    if (work !== null) owners.push(owner);
    if (work?.kind === "wait") base.clock.advance(Math.min(1_000, Math.ceil(work.seconds * 1_000)));
    else if (work?.kind === "send") {
      const delivered = await deliverTelegramSend(ctx, owner, work.send);
      if (delivered.kind === "wait") base.clock.advance(Math.min(1_000, Math.ceil(delivered.seconds * 1_000)));
    } else if (work?.kind === "update") {
      const key = `reply ${owner.chatId} ${work.update.updateId}`;
      const isFirst = work.update.updateId <= CHATS;
      const sends = isFirst ? [] : [message(owner.chatId, key, false)];
      const end = { updateId: work.update.updateId, state: "done", reason: null, userId, sends } as const;
      if (await finishTelegramUpdate(ctx, owner, end))
        planned.set(owner.chatId, [...(planned.get(owner.chatId) ?? []), ...sends.map(({ dedupeKey }) => dedupeKey)]);
    }
  }
  return {
    calls,
    held,
    ownMaking,
    planned,
    states: [...base.store.tables().telegramSends.values()].map(({ state }) => state),
  };
}

describe("T8: a broadcast into many chats, with people who write meanwhile", () => {
  const seen: Refusal[] = [];

  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    "makes no 429 of its own, makes no call while the bot is held, and keeps the order of each chat (seed %i)",
    async (seed) => {
      const { calls, held, ownMaking, planned, states } = await runBroadcast(seed, 2);
      expect(ownMaking).toEqual([]);
      for (const { at, seconds } of held)
        expect(calls.filter((call) => call.at > at && call.at < at + seconds * 1_000)).toEqual([]);
      const taken = Map.groupBy(
        calls.filter(({ isTaken }) => isTaken),
        ({ chatId }) => chatId,
      );
      for (const [chatId, keys] of planned) expect(taken.get(chatId)?.map(({ text }) => text) ?? []).toEqual(keys);
      expect(new Set(states)).toEqual(new Set(["sent"]));
      seen.push(...held);
    },
  );

  test("the seeds reach what they are for", () => {
    expect(seen.length).toBeGreaterThan(8);
  });
});
