import type { Conversation, Message, Model } from "@procode/contracts";
import type { Wire } from "../../trpc/wire.ts";

export type ChatMessage = Wire<Message>;
export type ChatConversation = Wire<Conversation>;
export type ChatModel = Wire<Model>;
