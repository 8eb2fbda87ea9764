import {
  ArchiveConversationInput,
  ConversationInput,
  ListConversationsInput,
  ListMessagesInput,
  PinConversationInput,
  RenameConversationInput,
  ShowBranchInput,
} from "@procode/contracts";
import {
  archiveConversation,
  getConversation,
  listConversations,
  listMessages,
  pinConversation,
  removeConversation,
  renameConversation,
  restoreConversation,
  showBranch,
} from "@procode/core";
import { createRouter, userProcedure } from "../trpc.ts";

export const conversationsRouter = createRouter({
  /** Pinned first, then by newest activity. */
  list: userProcedure.input(ListConversationsInput).query(({ ctx, input }) => listConversations(ctx, input)),
  get: userProcedure.input(ConversationInput).query(({ ctx, input }) => getConversation(ctx, input)),
  /** Newest first, all branches. */
  messages: userProcedure.input(ListMessagesInput).query(({ ctx, input }) => listMessages(ctx, input)),
  rename: userProcedure.input(RenameConversationInput).mutation(({ ctx, input }) => renameConversation(ctx, input)),
  pin: userProcedure.input(PinConversationInput).mutation(({ ctx, input }) => pinConversation(ctx, input)),
  archive: userProcedure.input(ArchiveConversationInput).mutation(({ ctx, input }) => archiveConversation(ctx, input)),
  /** Into the trash. */
  remove: userProcedure.input(ConversationInput).mutation(({ ctx, input }) => removeConversation(ctx, input)),
  /** Back from the trash. */
  restore: userProcedure.input(ConversationInput).mutation(({ ctx, input }) => restoreConversation(ctx, input)),
  /** Shows the branch that a message stands in. */
  showBranch: userProcedure.input(ShowBranchInput).mutation(({ ctx, input }) => showBranch(ctx, input)),
});
