import type { AppRouter } from "@procode/api";
import { hashKey, matchQuery, type Query, type QueryClient, type QueryKey } from "@tanstack/react-query";
import type { TRPCClient } from "@trpc/client";
import type { TRPCOptionsProxy } from "@trpc/tanstack-react-query";
import type { WireFeedItem } from "../../browser/feed/feed-line.ts";
import { takeArrivals } from "../conversation/take-arrivals.ts";
import { isSendingNow } from "../conversation/sending-now.ts";
import { type Change, staleAfter } from "./stale-after.ts";

type Parts = {
  queryClient: QueryClient;
  trpc: TRPCOptionsProxy<AppRouter>;
  client: Pick<TRPCClient<AppRouter>, "conversations">;
  follow: (answer: { conversationId: string; generationId: string; fresh: boolean }) => void;
  /** Nobody looks at this page now: what changes is asked for when somebody does. */
  isHidden: () => boolean;
};
export type FeedReader = {
  read(item: WireFeedItem): void;
  /** Somebody looks at the page again. */
  look(): void;
  stop(): void;
};

/** Changes that come in one breath, as those of one message do, are one question to the server. */
const JOIN_MS = 40;

/** Puts what the feed tells into the cache: asks again for what is stale, and follows every answer. */
export function createFeedReader({ queryClient, trpc, client, follow, isHidden }: Parts): FeedReader {
  let changes: Change[] = [];
  let planned: ReturnType<typeof setTimeout> | undefined;
  const cache = queryClient.getQueryCache();
  // Changed while nothing here knew of it: what a page that is being opened brings of it may be older than the change.
  const unopened = { queries: new Map<string, QueryKey>(), conversations: new Set<string>() };
  const leaveCache = cache.subscribe(({ type, query }) => {
    if (type === "added" && query.state.data !== undefined) openedWithData(query);
  });

  async function refetch(): Promise<void> {
    planned = undefined;
    const stale = staleAfter(trpc, changes);
    changes = changes.filter(isOnItsWay);
    if (changes.length > 0) plan();
    for (const queryKey of stale.queries)
      if (!cache.find({ queryKey, exact: false })) unopened.queries.set(hashKey(queryKey), queryKey);
    for (const id of stale.conversations) if (!isKnown(id)) unopened.conversations.add(id);
    await Promise.all([
      ...stale.queries.map((queryKey) => queryClient.invalidateQueries({ queryKey })),
      ...stale.conversations.filter((id) => isKnown(id) && !isSendingNow(id)).map(takeUp),
    ]);
  }

  function openedWithData(query: Query): void {
    for (const [hash, queryKey] of unopened.queries)
      if (matchQuery({ queryKey }, query)) {
        unopened.queries.delete(hash);
        query.invalidate();
      }
    for (const id of unopened.conversations)
      if (query.queryHash === hashKey(keyOf(id))) {
        unopened.conversations.delete(id);
        void takeUp(id);
      }
  }

  function takeUp(conversationId: string): Promise<unknown> {
    return takeArrivals(queryClient, trpc, { client, conversationId }).catch(() =>
      // It is gone, or the server is away; its own query says which.
      queryClient.invalidateQueries({ queryKey: keyOf(conversationId) }),
    );
  }

  function plan(): void {
    if (!isHidden()) planned ??= setTimeout(() => void refetch(), JOIN_MS);
  }

  const keyOf = (conversationId: string) => trpc.conversations.get.queryKey({ conversationId });
  const isKnown = (conversationId: string) => queryClient.getQueryState(keyOf(conversationId)) !== undefined;

  return {
    read(item) {
      if (item.type === "resync") void queryClient.invalidateQueries();
      if (item.type === "answer" && item.part.type !== "done") follow({ ...item, fresh: false });
      if (item.type !== "changes") return;
      changes.push(...item.events);
      plan();
    },
    look() {
      if (changes.length > 0) plan();
    },
    stop() {
      clearTimeout(planned);
      leaveCache();
    },
  };
}

const isOnItsWay = ({ payload }: Change): boolean =>
  "conversationId" in payload && isSendingNow(payload.conversationId);
