import { z } from "zod";
import { ErrorReason } from "./error.ts";
import { Channel, Id, PageInput, text, Usd } from "./primitive.ts";
import { DeliveryState } from "./telegram.ts";

export const MESSAGE_MAX = 100_000;
export const TITLE_MAX = 120;

export const MessageRole = z.enum(["user", "assistant"]);
export type MessageRole = z.infer<typeof MessageRole>;

/** `answering` is the only state that changes; each of the others is final. */
export const MessageStatus = z.enum(["complete", "answering", "stopped", "interrupted", "failed"]);
export type MessageStatus = z.infer<typeof MessageStatus>;

export const GenerationState = z.enum(["queued", "running", "done", "stopped", "interrupted", "failed"]);
export type GenerationState = z.infer<typeof GenerationState>;

/** How sure the cost is: `reported` by the provider, still to be `settled`, or `unknown` for good. */
export const CostState = z.enum(["reported", "pending", "unknown"]);
export type CostState = z.infer<typeof CostState>;

/** What stands under an answer. Times are milliseconds. */
export const Receipt = z.object({
  model: z.string(),
  promptTokens: z.number().int().nullable(),
  completionTokens: z.number().int().nullable(),
  costUsd: Usd.nullable(),
  costState: CostState,
  firstTokenMs: z.number().int().nullable(),
  totalMs: z.number().int().nullable(),
  finishReason: z.string().nullable(),
});
export type Receipt = z.infer<typeof Receipt>;

export const Message = z.object({
  id: Id,
  conversationId: Id,
  /** null only for the first message of a conversation. Messages with one parent are branches of each other. */
  parentId: Id.nullable(),
  role: MessageRole,
  status: MessageStatus,
  channel: Channel,
  text: z.string(),
  /** For an answer: the generation that writes or wrote it. */
  generationId: Id.nullable(),
  receipt: Receipt.nullable(),
  /** For `failed` and `interrupted`: why, as a stable reason. */
  failure: z.object({ reason: ErrorReason, retryAfterSeconds: z.number().int().optional() }).nullable(),
  /** For an answer that goes to Telegram: how it reached the chat. */
  delivery: z.object({ state: DeliveryState, reason: z.string().nullable() }).nullable(),
  createdAt: z.date(),
});
export type Message = z.infer<typeof Message>;

export const Conversation = z.object({
  id: Id,
  title: z.string(),
  /** Who named it: `auto` titles may still change, a person's never does by itself. */
  titledBy: z.enum(["auto", "person"]),
  /** The model chosen for this conversation; null takes the person's preferred one. */
  model: z.string().nullable(),
  /** The last message of the branch that is shown. */
  activeLeafId: Id.nullable(),
  channels: z.array(Channel),
  costUsd: Usd,
  pinnedAt: z.date().nullable(),
  archivedAt: z.date().nullable(),
  removedAt: z.date().nullable(),
  createdAt: z.date(),
  /** Time of the newest message; lists are ordered by it. */
  activeAt: z.date(),
});
export type Conversation = z.infer<typeof Conversation>;

export const SendMessageInput = z.object({
  /** Made by the sender; the same id again returns the same message and never a second one. */
  clientId: Id,
  conversationId: Id.optional(),
  /** Message that this one answers; the end of the shown branch when left out. */
  parentId: Id.optional(),
  text: text(MESSAGE_MAX).refine((value) => value.trim() !== "", "Write something first."),
  model: z.string().min(1).max(200).optional(),
});
export type SendMessageInput = z.infer<typeof SendMessageInput>;

export const SentMessage = z.object({ conversationId: Id, messageId: Id, answerId: Id, generationId: Id });
export type SentMessage = z.infer<typeof SentMessage>;

/** Answer an answered message once more, as a branch beside the first answer. */
export const RegenerateInput = z.object({
  clientId: Id,
  /** The answer to write again. */
  messageId: Id,
  model: z.string().min(1).max(200).optional(),
});
export type RegenerateInput = z.infer<typeof RegenerateInput>;

/** Change a message of one's own: a branch beside it, with a new answer. */
export const EditMessageInput = z.object({
  clientId: Id,
  messageId: Id,
  text: SendMessageInput.shape.text,
  model: z.string().min(1).max(200).optional(),
});
export type EditMessageInput = z.infer<typeof EditMessageInput>;

export const GenerationInput = z.object({ generationId: Id });
export type GenerationInput = z.infer<typeof GenerationInput>;

export const FollowInput = z.object({
  generationId: Id,
  /** Offset in UTF-16 units up to which the follower has the answer; the id of the last part it saw. */
  lastEventId: z
    .string()
    .regex(/^\d{1,9}$/)
    .optional(),
});
export type FollowInput = z.infer<typeof FollowInput>;

/** A part of an answer. Its event id is the length of the answer with it. */
export type AnswerPart =
  /** More text; append it. */
  | { type: "delta"; text: string }
  /** The stored text is shorter than what was seen: replace everything. */
  | { type: "reset"; text: string }
  /** The end, with the final message. Nothing follows. */
  | { type: "done"; message: Message };

export const ConversationInput = z.object({ conversationId: Id });
export type ConversationInput = z.infer<typeof ConversationInput>;

export const ListConversationsInput = PageInput.extend({
  archived: z.boolean().default(false),
  /** Words to find in titles. */
  query: text(200).optional(),
});
export type ListConversationsInput = z.infer<typeof ListConversationsInput>;

export const RenameConversationInput = ConversationInput.extend({
  title: text(TITLE_MAX)
    .transform((title) => title.trim())
    .refine((title) => title !== "", "A title needs at least one character."),
});
export type RenameConversationInput = z.infer<typeof RenameConversationInput>;

export const PinConversationInput = ConversationInput.extend({ pinned: z.boolean() });
export type PinConversationInput = z.infer<typeof PinConversationInput>;

export const ArchiveConversationInput = ConversationInput.extend({ archived: z.boolean() });
export type ArchiveConversationInput = z.infer<typeof ArchiveConversationInput>;

export const ListMessagesInput = PageInput.extend({ conversationId: Id });
export type ListMessagesInput = z.infer<typeof ListMessagesInput>;

export const ShowBranchInput = ConversationInput.extend({
  /** Any message of the branch; its newest descendant becomes the end that is shown. */
  messageId: Id,
});
export type ShowBranchInput = z.infer<typeof ShowBranchInput>;

/** Newest first, all branches; a page never repeats or skips a message, whatever arrives meanwhile. */
export type MessagePage = { messages: Message[]; nextCursor: string | null };
export type ConversationPage = { conversations: Conversation[]; nextCursor: string | null };
