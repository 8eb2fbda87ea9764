import type { AppRouter } from "@procode/api";
import type { QueryClient } from "@tanstack/react-query";
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
};

/** Changes that come in one breath, as those of one message do, are one question to the server. */
const JOIN_MS = 40;
const HYDRATED_MS = 2_000;

/** Puts what the feed tells into the cache: asks again for what is stale, and follows every answer. */
export function createFeedReader({ queryClient, trpc, client, follow }: Parts) {
  let changes: Change[] = [];
  let planned: ReturnType<typeof setTimeout> | undefined;
  const late = new Set<ReturnType<typeof setTimeout>>();

  async function refetch(): Promise<void> {
    planned = undefined;
    const stale = staleAfter(trpc, changes);
    changes = changes.filter(isOnItsWay);
    takeUpLater(stale.conversations.filter((id) => !isKnown(id)));
    if (changes.length > 0) plan();
    await Promise.all([
      ...stale.queries.map((queryKey) => queryClient.invalidateQueries({ queryKey })),
      ...stale.conversations.filter((id) => isKnown(id) && !isSendingNow(id)).map(takeUp),
    ]);
  }

  function takeUp(conversationId: string): Promise<unknown> {
    return takeArrivals(queryClient, trpc, { client, conversationId }).catch(() =>
      // It is gone, or the server is away; its own query says which.
      queryClient.invalidateQueries({ queryKey: trpc.conversations.get.queryKey({ conversationId }) }),
    );
  }

  function plan(): void {
    planned ??= setTimeout(() => void refetch(), JOIN_MS);
  }

  // A page that is still hydrating knows its conversation a little later than the feed does.
  function takeUpLater(conversationIds: readonly string[]): void {
    if (conversationIds.length === 0) return;
    const timer = setTimeout(() => {
      late.delete(timer);
      for (const conversationId of conversationIds.filter(isKnown)) void takeUp(conversationId);
    }, HYDRATED_MS);
    late.add(timer);
  }

  function isKnown(conversationId: string): boolean {
    return queryClient.getQueryState(trpc.conversations.get.queryKey({ conversationId })) !== undefined;
  }

  return {
    read(item: WireFeedItem): void {
      if (item.type === "resync") void queryClient.invalidateQueries();
      if (item.type === "answer" && item.part.type !== "done") follow({ ...item, fresh: false });
      if (item.type !== "changes") return;
      changes.push(...item.events);
      plan();
    },
    stop() {
      clearTimeout(planned);
      for (const timer of late) clearTimeout(timer);
    },
  };
}

const isOnItsWay = ({ payload }: Change): boolean =>
  "conversationId" in payload && isSendingNow(payload.conversationId);
