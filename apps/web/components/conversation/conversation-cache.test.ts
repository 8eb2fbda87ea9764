import { infiniteQueryOptions, QueryClient } from "@tanstack/react-query";
import { describe, expect, it } from "vitest";
import { FIRST_PAGE } from "./conversation-cache.ts";

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
