import { z } from "zod";
import { Channel, Id, Usd } from "./primitive.ts";

// Events carry ids and field names, never a person's words: they are copied to the feed, the job engine and logs.
const event = <Type extends string, Shape extends z.ZodRawShape>(type: Type, payload: Shape) =>
  z.object({ type: z.literal(type), payload: z.object(payload) });

export const DomainEventBody = z.discriminatedUnion("type", [
  event("UserRegistered", { userId: Id }),
  event("UserContextUpdated", { userId: Id, changes: z.array(z.string()), version: z.number().int() }),
  event("UserSettingsUpdated", { userId: Id, changes: z.array(z.string()) }),
  event("SessionsRevoked", { userId: Id, sessionIds: z.array(Id) }),
  event("ConversationCreated", { conversationId: Id, channel: Channel }),
  event("ConversationChanged", { conversationId: Id, changes: z.array(z.string()) }),
  event("ConversationRemoved", { conversationId: Id }),
  event("ConversationRestored", { conversationId: Id }),
  event("MessageSent", { conversationId: Id, messageId: Id, userId: Id, channel: Channel }),
  event("AIResponseGenerated", {
    conversationId: Id,
    messageId: Id,
    generationId: Id,
    model: z.string(),
    promptTokens: z.number().int().nullable(),
    completionTokens: z.number().int().nullable(),
    costUsd: Usd.nullable(),
    state: z.enum(["done", "stopped", "interrupted", "failed"]),
  }),
  event("TelegramConnected", { userId: Id }),
  event("TelegramDisconnected", { userId: Id, by: z.enum(["web", "telegram", "blocked"]) }),
  event("TelegramDelivered", {
    messageId: Id,
    conversationId: Id,
    state: z.enum(["sent", "uncertain", "failed"]),
  }),
  event("ProactiveMessageSent", { userId: Id, messageId: Id, status: z.enum(["sent", "uncertain", "failed"]) }),
  event("ProactiveChanged", { userId: Id, messageId: Id.nullable() }),
  event("ApiKeyCreated", { userId: Id, keyId: Id }),
  event("ApiKeyRevoked", { userId: Id, keyId: Id }),
  event("UsageSettled", { generationId: Id, messageId: Id.nullable(), costUsd: Usd.nullable() }),
]);
export type DomainEventBody = z.infer<typeof DomainEventBody>;
export type DomainEventType = DomainEventBody["type"];

/** As stored: `sequence` is per user, without gaps, in the order of commits. */
export type DomainEvent = DomainEventBody & { id: string; userId: string; sequence: bigint; createdAt: Date };
