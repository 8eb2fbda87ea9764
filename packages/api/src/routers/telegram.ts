import { ConfirmTelegramLinkInput, RefuseTelegramLinkInput, UpdateTelegramInput } from "@procode/contracts";
import {
  confirmTelegramLink,
  createTelegramLink,
  getTelegramStatus,
  refuseTelegramLink,
  unlinkTelegram,
  updateTelegram,
} from "@procode/core";
import { z } from "zod";
import { createRouter, sessionProcedure, userProcedure } from "../trpc.ts";

export const telegramRouter = createRouter({
  /** A link that connects one chat within ten minutes, once its maker confirms who opened it. */
  createLink: sessionProcedure.input(z.void()).mutation(({ ctx }) => createTelegramLink(ctx)),
  /** The bot, the connected chat, and the link that is under way. */
  status: userProcedure.input(z.void()).query(({ ctx }) => getTelegramStatus(ctx)),
  confirm: sessionProcedure
    .input(ConfirmTelegramLinkInput)
    .mutation(({ ctx, input }) => confirmTelegramLink(ctx, input)),
  refuse: sessionProcedure.input(RefuseTelegramLinkInput).mutation(({ ctx, input }) => refuseTelegramLink(ctx, input)),
  /** From anywhere, the chat itself too; conversations stay. */
  unlink: userProcedure.input(z.void()).mutation(({ ctx }) => unlinkTelegram(ctx)),
  /** How answers look in the chat. */
  update: userProcedure.input(UpdateTelegramInput).mutation(({ ctx, input }) => updateTelegram(ctx, input)),
});
