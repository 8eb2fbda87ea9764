import type { AppRouter } from "@procode/api";
import { infiniteQueryOptions, QueryClient } from "@tanstack/react-query";
import { createTRPCClient } from "@trpc/client";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { describe, expect, it } from "vitest";
import { FIRST_PAGE, MESSAGES_A_PAGE, type MessagePages, putMessages } from "./conversation-cache.ts";
import type { ChatMessage } from "./wire-types.ts";

describe("the first page that the server put into the cache", () => {
  it("is asked for again without a cursor, also when older pages have joined it", async () => {
    const client = new QueryClient();
    const asked: unknown[] = [];
    const options = infiniteQueryOptions({
      queryKey: ["pages"],
      initialPageParam: undefined as string | null | undefined,
      queryFn: ({ pageParam }) => {
        asked.push(pageParam);
        return { next: pageParam ? null : "older" };
      },
      getNextPageParam: (page: { next: string | null }) => page.next,
    });
    client.setQueryData(options.queryKey, { pages: [{ next: "older" }], pageParams: FIRST_PAGE });
    await client.fetchInfiniteQuery({ ...options, pages: 2 });
    expect(asked).toEqual([undefined, "older"]);
  });
});

describe("messages that are put into a conversation", () => {
  const conversationId = "c";
  const open = () => {
    const queryClient = new QueryClient();
    const trpc = createTRPCOptionsProxy<AppRouter>({ client: createTRPCClient<AppRouter>({ links: [] }), queryClient });
    const key = trpc.conversations.messages.infiniteQueryKey({ conversationId, limit: MESSAGES_A_PAGE });
    return {
      put: (...messages: { id: string; parentId: string | null }[]) =>
        putMessages(queryClient, trpc, conversationId, messages as ChatMessage[]),
      shown: () =>
        queryClient.getQueryData<MessagePages>(key)?.pages.flatMap((page) => page.messages.map(({ id }) => id)),
    };
  };

  it("that nobody has opened here begin nothing: an answer alone would be taken for the whole", () => {
    const { put, shown } = open();
    put({ id: "8", parentId: "7" });
    expect(shown()).toBeUndefined();
  });

  it("begin one that begins with them", () => {
    const { put, shown } = open();
    put({ id: "1", parentId: null }, { id: "2", parentId: "1" });
    expect(shown()).toEqual(["2", "1"]);
  });

  it("stand by their age, also those that became known late", () => {
    const { put, shown } = open();
    put({ id: "1", parentId: null }, { id: "2", parentId: "1" });
    put({ id: "5", parentId: "2" });
    put({ id: "3", parentId: "2" }, { id: "4", parentId: "3" });
    expect(shown()).toEqual(["5", "4", "3", "2", "1"]);
  });
});
