import { requireUser } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import { recordDeliveries } from "../record-deliveries.ts";
import { noticeTo } from "./notice-to.ts";

/**
 * The person, on the web, with a key or in their connected chat: the chat is theirs no more and what is queued for it is
 * not sent. Conversations stay. Nothing happens when no chat is connected. Unless it was done there, the chat is told.
 */
export async function unlinkTelegram(ctx: Context): Promise<void> {
  const userId = requireUser(ctx.actor);
  const by = ctx.actor.kind === "channel" ? "telegram" : "web";
  await ctx.store.asUser(userId, async (tx) => {
    const ended = await tx.telegram.disconnect("The chat was unlinked before this was sent.");
    if (!ended) return;
    const { connection, delivered } = ended;
    if (by === "web" && connection.state === "active") {
      await tx.telegram.queue([noticeTo(connection, `unlinked:${ctx.ids.next()}`, UNLINKED)]);
    }
    await recordDeliveries(delivered, (_, event) => tx.events.append(event));
    await tx.events.append({ type: "TelegramDisconnected", payload: { userId, by } });
    await tx.audit.append({ action: "telegram-disconnected", address: ctx.client.address, details: { by } });
  });
}

const UNLINKED =
  "This chat was unlinked from your PROCODE account on the web. Your conversations are kept there. To connect it again, make a new link on the web.";
