import { z } from "zod";
import { Id } from "./primitive.ts";

/** A link lives for ten minutes, works once, and connects only when the person confirms who opened it. */
export const TELEGRAM_LINK_SECONDS = 600;

/** How an answer reached Telegram. `uncertain`: it may have been taken; it is not sent twice. */
export const DeliveryState = z.enum(["sending", "sent", "uncertain", "failed"]);
export type DeliveryState = z.infer<typeof DeliveryState>;

/** Who opened a link or is connected, as Telegram names them. */
export const TelegramPerson = z.object({ name: z.string(), username: z.string().nullable() });
export type TelegramPerson = z.infer<typeof TelegramPerson>;

/** A link as its maker sees it; the token is shown once, when it is made. */
export type TelegramLink = {
  id: string;
  state: "waiting" | "opened" | "expired" | "refused";
  createdAt: Date;
  expiresAt: Date;
  openedAt: Date | null;
  openedBy: TelegramPerson | null;
};
export type NewTelegramLink = {
  link: TelegramLink;
  /** What the button opens and the code shows. */
  url: string;
  botUsername: string;
};

export type TelegramConnection = {
  person: TelegramPerson;
  botUsername: string;
  /** `blocked`: the person blocked the bot in Telegram; pressing Start there takes it up again. */
  state: "active" | "blocked";
  reason: string | null;
  connectedAt: Date;
  /** A line with model and cost under each answer. */
  showReceipt: boolean;
};
export type TelegramStatus = {
  /** Null while no bot runs with this PROCODE. `openUrl` opens its chat, without a link's token. */
  bot: { username: string; name: string; openUrl: string } | null;
  connection: TelegramConnection | null;
  /** The newest link that was not used up. */
  link: TelegramLink | null;
};

export const ConfirmTelegramLinkInput = z.object({ linkId: Id });
export type ConfirmTelegramLinkInput = z.infer<typeof ConfirmTelegramLinkInput>;

export const RefuseTelegramLinkInput = z.object({ linkId: Id });
export type RefuseTelegramLinkInput = z.infer<typeof RefuseTelegramLinkInput>;

export const UpdateTelegramInput = z.object({ showReceipt: z.boolean() });
export type UpdateTelegramInput = z.infer<typeof UpdateTelegramInput>;
