import { claimProactive } from "../../integration/proactive/ledger/claim-proactive.ts";
import { planProactive } from "../../integration/proactive/planning/plan-proactive.ts";
import { sendProactive } from "../../integration/proactive/sending/send-proactive.ts";
import { deliverTelegramSend } from "../../integration/telegram/delivery/deliver-telegram-send.ts";
import { nextTelegramWork } from "../../integration/telegram/delivery/next-telegram-work.ts";
import type { TelegramOwner } from "../../integration/telegram/telegram-desk.ts";
import { createTestContext } from "../create-test-context.ts";
import { openProactivePerson } from "./open-proactive-person.ts";

/** Somebody for whom a reminder is planned for now, and the bot's process that works for their chat. */
export async function openPlannedReminder(kind: "reminder" | "promise" = "reminder") {
  const base = createTestContext();
  const opened = await openProactivePerson(base);
  const { userId, job, chat } = opened;
  opened.say();
  const loopId = await opened.loop(base.clock.now(), { kind });
  const planned = await planProactive(job, { userId, at: base.clock.now() });
  if (planned.outcome !== "planned") throw new Error("Nothing was planned.");
  const id = planned.messageId;
  const inLedger = () => base.store.asUser(userId, (tx) => tx.proactive.findById(id));
  async function send() {
    const [owner] = await claimProactive(job, { limit: 10 });
    return owner ? (await sendProactive(job, owner)).state : "nothing due";
  }
  let held: TelegramOwner | undefined;
  /** All that the bot's process has to do in this chat. */
  async function deliver() {
    held ??= await chat.claim();
    for (;;) {
      const work = await nextTelegramWork(job, held);
      if (work?.kind !== "send") return;
      await deliverTelegramSend(job, held, work.send);
    }
  }
  const events = async () =>
    (await base.store.asUser(userId, (tx) => tx.events.listAfter(0n, 100))).filter(
      ({ type }) => type === "ProactiveMessageSent",
    );
  return { ...opened, base, id, loopId, inLedger, send, deliver, events };
}
