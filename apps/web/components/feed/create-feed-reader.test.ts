import type { AppRouter } from "@procode/api";
import { QueryClient, type QueryKey, QueryObserver } from "@tanstack/react-query";
import { createTRPCClient, type TRPCLink } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FIRST_PAGE, MESSAGES_A_PAGE, type MessagePages } from "../conversation/conversation-cache.ts";
import { createFeedReader, type FeedReader } from "./create-feed-reader.ts";
import type { Change } from "./stale-after.ts";

const conversationId = "c";
let page: ReturnType<typeof openPage>;
beforeEach(() => {
  vi.useFakeTimers();
  page = openPage();
});
afterEach(() => {
  page.reader.stop();
  vi.useRealTimers();
});

describe("a change of a conversation", () => {
  it("is asked for once, however many changes come in one breath", async () => {
    page.showConversation({ leaf: "1" });
    page.tell("MessageSent", "AIResponseGenerated");
    await settle();
    expect(page.asked.filter((path) => path === "conversations.get")).toHaveLength(1);
    expect(page.messages()).toEqual(["2", "1"]);
  });

  it("that comes before its page has drawn it is taken up when the page is there", async () => {
    page.tell("MessageSent");
    await settle();
    expect(page.asked).toEqual([]);
    page.showConversation({ leaf: "1" });
    await settle();
    expect(page.messages()).toEqual(["2", "1"]);
  });

  it("is not asked for again by every page that opens the conversation later", async () => {
    page.tell("MessageSent");
    await settle();
    page.showConversation({ leaf: "2" });
    await settle();
    page.queryClient.clear();
    page.asked.length = 0;
    page.showConversation({ leaf: "2" });
    await settle();
    expect(page.asked).toEqual([]);
  });
});

describe("what a page brings with it, made before a change that was told already", () => {
  const keys = () => page.trpc.account.apiKeys.list.queryOptions();
  const settings = () => page.trpc.proactive.settings.queryOptions();
  const history = () => page.trpc.proactive.list.queryOptions();
  const show = (options: { queryKey: QueryKey }) =>
    new QueryObserver(page.queryClient, { ...options, initialData: [] as never, staleTime: 60_000 }).subscribe(
      () => undefined,
    );

  it("is asked for as soon as it is shown, and once", async () => {
    page.tell("ApiKeyCreated");
    await settle();
    const leave = show(keys());
    await settle();
    expect(page.asked).toEqual(["account.apiKeys.list"]);
    leave();
    show(keys());
    await settle();
    expect(page.asked).toEqual(["account.apiKeys.list"]);
  });

  it("is asked for whole, though the change means many questions and some were there before", async () => {
    show(settings());
    page.tell("ProactiveChanged");
    await settle();
    page.asked.length = 0;
    show(history());
    show(page.trpc.proactive.preview.queryOptions());
    await settle();
    expect(page.asked).toEqual(["proactive.list", "proactive.preview"]);
  });

  it("is asked for again when it was forgotten meanwhile, for the router may bring it as it was", async () => {
    page.tell("ApiKeyCreated");
    await settle();
    show(keys())();
    page.queryClient.clear();
    page.asked.length = 0;
    show(keys());
    await settle();
    expect(page.asked).toEqual(["account.apiKeys.list"]);
  });

  it("is asked for once after it is not known what was missed, whatever it is", async () => {
    page.reader.read({ type: "resync" });
    const leave = show(keys());
    await settle();
    leave();
    show(keys());
    show(history());
    await settle();
    expect(page.asked).toEqual(["account.apiKeys.list", "proactive.list"]);
  });
});

describe("a page that nobody looks at", () => {
  it("asks for nothing, and for everything once when somebody looks", async () => {
    page.showConversation({ leaf: "1" });
    page.hide(true);
    for (let count = 0; count < 20; count++) page.tell("MessageSent");
    await settle();
    expect(page.asked).toEqual([]);
    page.hide(false);
    page.reader.look();
    await settle();
    expect(page.messages()).toEqual(["2", "1"]);
    expect(page.asked.filter((path) => path === "conversations.get")).toHaveLength(1);
  });
});

const settle = () => vi.advanceTimersByTimeAsync(1_000);

/** A page over a server on which message 2 has followed message 1. */
function openPage() {
  const queryClient = new QueryClient();
  const asked: string[] = [];
  let isHidden = false;
  const link: TRPCLink<AppRouter> =
    () =>
    ({ op }) =>
      observable((observer) => {
        asked.push(op.path);
        observer.next({ result: { data: answers[op.path] ?? [] } });
        observer.complete();
      });
  const answers: Record<string, unknown> = {
    "conversations.get": { id: conversationId, activeLeafId: "2" },
    "conversations.messages": { messages: [{ id: "2" }, { id: "1" }], nextCursor: null },
    "account.apiKeys.list": [],
  };
  const client = createTRPCClient<AppRouter>({ links: [link] });
  const trpc = createTRPCOptionsProxy<AppRouter>({ client, queryClient });
  const messagesKey = trpc.conversations.messages.infiniteQueryKey({ conversationId, limit: MESSAGES_A_PAGE });
  const reader: FeedReader = createFeedReader({
    queryClient,
    trpc,
    client,
    follow: () => undefined,
    isHidden: () => isHidden,
  });
  return {
    queryClient,
    trpc,
    reader,
    asked,
    hide: (hidden: boolean) => (isHidden = hidden),
    tell: (...types: Change["type"][]) =>
      reader.read({ type: "changes", events: types.map((type) => ({ type, payload: payloads(type) }) as Change) }),
    /** As the page does when it is there: with what the server found when it made the page. */
    showConversation({ leaf }: { leaf: string }) {
      const pages = { pages: [{ messages: [{ id: "1" }], nextCursor: null }], pageParams: FIRST_PAGE };
      new QueryObserver(queryClient, {
        ...trpc.conversations.get.queryOptions({ conversationId }),
        initialData: { id: conversationId, activeLeafId: leaf } as never,
      });
      queryClient.setQueryData<MessagePages>(messagesKey, pages as never);
    },
    messages: () =>
      queryClient
        .getQueryData<MessagePages>(messagesKey)
        ?.pages.flatMap((one) => one.messages.map((message) => message.id)),
  };
}

const payloads = (type: Change["type"]) => (type.startsWith("ApiKey") ? {} : { conversationId });
