import type { AppRouter } from "@procode/api";
import type { QueryClient } from "@tanstack/react-query";
import type { TRPCClient } from "@trpc/client";
import type { TRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { browserNow } from "../../browser/browser-clock.ts";
import { MESSAGES_A_PAGE, type MessagePages, putMessages } from "./conversation-cache.ts";
import type { ChatMessage } from "./wire-types.ts";

type Trpc = TRPCOptionsProxy<AppRouter>;
type Asked = { client: Pick<TRPCClient<AppRouter>, "conversations">; conversationId: string };

/** An answer of Telegram that says nothing of its delivery for so long never will. */
const DELIVERY_WITHIN_MS = 300_000;
const NEWEST = 4;

/**
 * Asks what other doors and devices did to a conversation and puts it in place; true when messages came. One row is read
 * while nothing happens, and what was done in this tab meanwhile stays.
 */
export async function takeArrivals(
  queryClient: QueryClient,
  trpc: Trpc,
  { client, conversationId }: Asked,
): Promise<boolean> {
  const conversationKey = trpc.conversations.get.queryKey({ conversationId });
  const messagesKey = trpc.conversations.messages.infiniteQueryKey({ conversationId, limit: MESSAGES_A_PAGE });
  const changedAt = () => queryClient.getQueryState(conversationKey)?.dataUpdatedAt;

  const before = changedAt();
  const conversation = await client.conversations.get.query({ conversationId });
  const known = queryClient.getQueryData<MessagePages>(messagesKey)?.pages.flatMap((page) => page.messages);
  if (!known) return false;
  const ids = new Set(known.map((message) => message.id));
  const came = conversation.activeLeafId !== null && !ids.has(conversation.activeLeafId);
  if (came || known.slice(0, NEWEST).some(awaitsDelivery)) {
    const { messages } = await client.conversations.messages.query({ conversationId, limit: MESSAGES_A_PAGE });
    // More came than fits a page: what lies between is not known here.
    if (came && !messages.some((message) => ids.has(message.id)))
      await queryClient.invalidateQueries({ queryKey: messagesKey });
    else putMessages(queryClient, trpc, conversationId, messages);
  }
  if (changedAt() === before) queryClient.setQueryData(conversationKey, conversation);
  return came;
}

function awaitsDelivery({ role, channel, status, delivery, createdAt }: ChatMessage): boolean {
  if (role !== "assistant" || channel !== "telegram" || status === "answering") return false;
  if (delivery?.state === "sending") return true;
  return delivery === null && browserNow() - Date.parse(createdAt) < DELIVERY_WITHIN_MS;
}
