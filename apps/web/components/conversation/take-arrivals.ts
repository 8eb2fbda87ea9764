import type { AppRouter } from "@procode/api";
import type { QueryClient } from "@tanstack/react-query";
import type { TRPCClient } from "@trpc/client";
import type { TRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { MESSAGES_A_PAGE, type MessagePages, putMessages } from "./conversation-cache.ts";
import type { ChatMessage } from "./wire-types.ts";

type Trpc = TRPCOptionsProxy<AppRouter>;
type Page = { messages: ChatMessage[]; nextCursor: string | null };
type Asked = { client: Pick<TRPCClient<AppRouter>, "conversations">; conversationId: string };

/** As many as one change seldom goes beyond. */
const FEW = 8;

type Arrivals = {
  /** Messages came that were not known. */
  came: boolean;
  /** Something else was put in place meanwhile, which may be older than what was read or newer: only asking again tells. */
  crossed: boolean;
};

/**
 * Asks what other doors and devices did to a conversation, in whatever branch, and puts it in place. The newest few are
 * read, more only when they do not reach what is known and what had not ended; what was done in this tab meanwhile stays.
 */
export async function takeArrivals(
  queryClient: QueryClient,
  trpc: Trpc,
  { client, conversationId }: Asked,
): Promise<Arrivals> {
  const conversationKey = trpc.conversations.get.queryKey({ conversationId });
  const messagesKey = trpc.conversations.messages.infiniteQueryKey({ conversationId, limit: MESSAGES_A_PAGE });
  const readConversation = () => queryClient.getQueryData(conversationKey);
  const readPages = () => queryClient.getQueryData<MessagePages>(messagesKey);

  const before = { conversation: readConversation(), pages: readPages() };
  const [conversation, few] = await Promise.all([
    client.conversations.get.query({ conversationId }),
    client.conversations.messages.query({ conversationId, limit: FEW }),
  ]);
  const pages = readPages()?.pages;
  const known = pages?.flatMap((page) => page.messages);
  const ids = new Set(known?.map(({ id }) => id));
  const apart = new Set(pages?.flatMap((page) => page.apart ?? []));
  const isReached = (id: string) => ids.has(id) && !apart.has(id);
  const unended = known?.filter(isUnended) ?? [];
  const isEnough = ({ messages, nextCursor }: Page) =>
    nextCursor === null ||
    (isReached(messages.at(-1)?.id ?? "") && unended.every(({ id }) => messages.some((message) => message.id === id)));
  const page =
    !known || isEnough(few)
      ? few
      : await client.conversations.messages.query({ conversationId, limit: MESSAGES_A_PAGE });
  const isUntouched = readConversation() === before.conversation;
  const crossed = !known || !isUntouched || readPages() !== before.pages;
  if (isUntouched) queryClient.setQueryData(conversationKey, conversation);
  // The page that is on its way may be older than the change.
  if (!known) return { came: false, crossed };
  // More came than fits a page: what lies between is not known here.
  if (!isEnough(page)) await queryClient.invalidateQueries({ queryKey: messagesKey });
  else putMessages(queryClient, trpc, conversationId, page.messages, { reachesBack: true });
  return { came: page.messages.some((message) => !ids.has(message.id)), crossed };
}

/** Its answer is being written; or, among the newest, it is on its way to Telegram: of what hangs for long no whole page is read. */
function isUnended({ status, delivery }: ChatMessage, place: number): boolean {
  return status === "answering" || (delivery?.state === "sending" && place < MESSAGES_A_PAGE / 2);
}
