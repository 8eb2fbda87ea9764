import type { AppRouter } from "@procode/api";
import { hashKey, matchQuery, type Query, type QueryClient, type QueryKey } from "@tanstack/react-query";
import { type TRPCClient, TRPCClientError } from "@trpc/client";
import type { TRPCOptionsProxy } from "@trpc/tanstack-react-query";
import type { WireFeedItem } from "../../browser/feed/feed-line.ts";
import { isFinal } from "../../trpc/query-client.ts";
import { MESSAGES_A_PAGE } from "../conversation/conversation-cache.ts";
import { takeArrivals } from "../conversation/take-arrivals.ts";
import { isSendingNow } from "../conversation/sending-now.ts";
import { askAgain } from "./ask-again.ts";
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

/** Changes that come in one breath, as those of one message do, are one question to the server; the first is asked for at once. */
const JOIN_MS = 40;
const TRY_AGAIN_MS = 2_000;
const EVERYTHING: QueryKey = [];
/** A query has tried three times by itself before. */
const QUERY_AGAIN_MS = 10_000;

/**
 * Puts what the feed tells into the cache: asks again for what is stale, and follows every answer. A read that was on its
 * way at a change, whoever began it, may be older than the change, so it never has the last word.
 */
export function createFeedReader({ queryClient, trpc, client, follow, isHidden }: Parts): FeedReader {
  let changes: Change[] = [];
  let planned: ReturnType<typeof setTimeout> | undefined;
  let tryingAgain: ReturnType<typeof setTimeout> | undefined;
  let askingUnanswered: ReturnType<typeof setTimeout> | undefined;
  let askedMs = Number.NEGATIVE_INFINITY;
  const cache = queryClient.getQueryCache();
  /** Changed, and not read since. Of one that no page has opened it is known only when it is opened. */
  const owed = new Set<string>();
  const asking = new Set<string>();
  /** By its hash, what has changed while the page is open, and which queries of it were asked again: a part of the page that is drawn later brings what was before. */
  const changed = new Map<string, { queryKey: QueryKey; asked: Set<string> }>();
  const leaveCache = cache.subscribe(({ type, query }) => {
    if (type === "removed") for (const { asked } of changed.values()) asked.delete(query.queryHash);
    if (type !== "added" && type !== "updated") return;
    if (type === "added" && query.state.data !== undefined) openedWithData(query);
    if (query.state.fetchStatus === "idle" && owed.size > 0 && isOfOwed(query)) plan();
    if (query.isActive() && isUnanswered(query)) planUnanswered();
  });

  async function refetch(): Promise<void> {
    planned = undefined;
    askedMs = performance.now();
    const stale = staleAfter(
      trpc,
      changes.filter((change) => !isOnItsWay(change)),
    );
    changes = changes.filter(isOnItsWay);
    stale.queries.forEach(noteChanged);
    for (const id of stale.conversations) owed.add(id);
    const ready = [...owed].filter(isReady);
    for (const id of ready) owed.delete(id);
    if (changes.length > 0 || [...owed].some(isSendingNow)) plan();
    await Promise.all([...stale.queries.map((queryKey) => askAgain(queryClient, queryKey)), ...ready.map(takeUp)]);
  }

  function noteChanged(queryKey: QueryKey): void {
    const asked = new Set(cache.findAll({ queryKey }).map(({ queryHash }) => queryHash));
    changed.set(hashKey(queryKey), { queryKey, asked });
  }

  function openedWithData(query: Query): void {
    for (const { queryKey, asked } of changed.values())
      if (!asked.has(query.queryHash) && matchQuery({ queryKey }, query)) {
        asked.add(query.queryHash);
        query.invalidate();
      }
  }

  async function takeUp(conversationId: string): Promise<void> {
    asking.add(conversationId);
    const { conversation, messages } = keysOf(conversationId);
    try {
      // It was gone when it was opened: with nothing to add to, the change may have brought it back.
      if (queryClient.getQueryData(messages) === undefined) {
        await Promise.all([conversation, messages].map((queryKey) => queryClient.invalidateQueries({ queryKey })));
        return;
      }
      const { crossed } = await takeArrivals(queryClient, trpc, { client, conversationId });
      if (crossed) owed.add(conversationId);
    } catch (error) {
      // Its own query then says so on the page.
      if (isGone(error)) await queryClient.invalidateQueries({ queryKey: conversation });
      else {
        owed.add(conversationId);
        tryingAgain ??= setTimeout(() => {
          tryingAgain = undefined;
          plan();
        }, TRY_AGAIN_MS);
        return;
      }
    } finally {
      asking.delete(conversationId);
    }
    if (owed.has(conversationId)) plan();
  }

  function renewAll(): void {
    noteChanged(EVERYTHING);
    void queryClient.invalidateQueries();
  }

  function plan(): void {
    if (isHidden() || planned !== undefined) return;
    planned = setTimeout(() => void refetch(), Math.max(0, askedMs + JOIN_MS - performance.now()));
  }

  function planUnanswered(): void {
    if (isHidden()) return;
    askingUnanswered ??= setTimeout(askUnanswered, QUERY_AGAIN_MS);
  }

  function askUnanswered(): void {
    clearTimeout(askingUnanswered);
    askingUnanswered = undefined;
    void queryClient.refetchQueries({ type: "active", predicate: isUnanswered });
  }

  const keysOf = (conversationId: string) => ({
    conversation: trpc.conversations.get.queryKey({ conversationId }),
    messages: trpc.conversations.messages.infiniteQueryKey({ conversationId, limit: MESSAGES_A_PAGE }),
  });

  function isReady(conversationId: string): boolean {
    const { conversation, messages } = keysOf(conversationId);
    const [one, pages] = [queryClient.getQueryState(conversation), queryClient.getQueryState(messages)];
    const isIdle = one?.fetchStatus === "idle" && pages?.fetchStatus === "idle";
    const isHere = isIdle && (pages.data !== undefined || isGone(pages.error));
    return isHere && !isSendingNow(conversationId) && !asking.has(conversationId);
  }

  function isOfOwed({ queryHash }: Query): boolean {
    return [...owed].some((id) => {
      const { conversation, messages } = keysOf(id);
      return queryHash === hashKey(conversation) || queryHash === hashKey(messages);
    });
  }

  return {
    read(item) {
      if (item.type === "resync") renewAll();
      // The server is back: what could not be asked for is asked for now.
      if (item.type === "here") askUnanswered();
      if (item.type === "answer" && item.part.type !== "done") follow({ ...item, fresh: false });
      if (item.type !== "changes") return;
      changes.push(...item.events);
      plan();
    },
    look() {
      if (changes.length > 0 || owed.size > 0) plan();
      askUnanswered();
    },
    stop() {
      clearTimeout(planned);
      clearTimeout(tryingAgain);
      clearTimeout(askingUnanswered);
      leaveCache();
    },
  };
}

/** Stale or without data since the server could not be asked, and not because of what it said. */
const isUnanswered = ({ state }: Query): boolean =>
  state.fetchStatus === "idle" &&
  (state.isInvalidated || state.status === "error") &&
  !(state.error instanceof Error && isFinal(state.error));
const isOnItsWay = ({ payload }: Change): boolean =>
  "conversationId" in payload && isSendingNow(payload.conversationId);

const isGone = (error: unknown): boolean =>
  error instanceof TRPCClientError && (error as TRPCClientError<AppRouter>).data?.code === "NOT_FOUND";
