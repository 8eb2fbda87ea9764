import { requireUser } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import { ProcodeError } from "../../../procode-error.ts";
import { recordDeliveries } from "../record-deliveries.ts";
import { noticeTo } from "./notice-to.ts";

/**
 * The person, on the web or in their connected chat, but with no key: the chat is theirs no more and what is queued for
 * it is not sent. Conversations stay. Nothing happens when no chat is connected. Unlinked on the web, the chat is told.
 */
export async function unlinkTelegram(ctx: Context): Promise<void> {
  const userId = requireUser(ctx.actor);
  const by = whereFrom(ctx);
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

function whereFrom({ actor }: Context): "web" | "telegram" {
  if (actor.kind === "user") return "web";
  if (actor.kind === "channel") return "telegram";
  throw new ProcodeError("FORBIDDEN", "A key can not unlink Telegram; do it on the web or send /unlink in the chat.", {
    reason: "not-allowed",
  });
}

const UNLINKED =
  "This chat was unlinked from your PROCODE account on the web. Your conversations are kept there. To connect it again, make a new link on the web.";
