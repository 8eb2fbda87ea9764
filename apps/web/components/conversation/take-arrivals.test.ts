import type { AppRouter } from "@procode/api";
import { QueryClient } from "@tanstack/react-query";
import { createTRPCClient, type TRPCLink } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { describe, expect, it } from "vitest";
import { FIRST_PAGE, MESSAGES_A_PAGE, type MessagePages, putMessages } from "./conversation-cache.ts";
import { takeArrivals } from "./take-arrivals.ts";
import type { ChatMessage } from "./wire-types.ts";

const conversationId = "c";
const OLD = "2026-01-01T00:00:00.000Z";

describe("what other doors did to the open conversation", () => {
  it("is read as the conversation and its newest few, and no more than that where they reach what is known", async () => {
    const { asked, take, put, limits } = open({ leaf: "2", stored: [message("2"), message("1")], more: true });
    put([message("1"), message("2")]);
    expect(await take()).toMatchObject({ came: false });
    expect(asked).toEqual(["conversations.get", "conversations.messages"]);
    expect(limits).toEqual([8]);
  });

  it("comes too when it stands in another branch than the one that was gone on with here", async () => {
    const here = [message("1"), { ...message("2"), parentId: "1" }, { ...message("5"), parentId: "2" }];
    const there = [
      { ...message("3"), parentId: "2" },
      { ...message("4"), parentId: "3" },
    ];
    const { take, put, shown, leaf } = open({ leaf: "5", stored: [...here, ...there] });
    put(here);
    expect(await take()).toMatchObject({ came: true });
    expect(shown()?.toSorted()).toEqual(["1", "2", "3", "4", "5"]);
    expect(leaf()).toBe("5");
  });

  it("stands in the newest page with its conversation's new end", async () => {
    const { take, put, shown, leaf } = open({ leaf: "4", stored: [message("4"), message("3"), message("2")] });
    put([message("1"), message("2")]);
    expect(await take()).toMatchObject({ came: true });
    expect(shown()).toEqual(["4", "3", "2", "1"]);
    expect(leaf()).toBe("4");
  });

  it("is asked for as whole pages when more came than one holds, so that nothing is missing between", async () => {
    const { take, put, invalidated } = open({ leaf: "9", stored: [message("9"), message("8")], more: true });
    put([message("1"), message("2")]);
    await take();
    expect(invalidated()).toBe(true);
  });

  it("is read further back than what this tab put in place by itself, before which others may have written", async () => {
    const stored = [message("5"), message("4"), message("3"), message("2"), message("1")];
    const { take, put, limits, shown, queryClient, trpc } = open({ leaf: "5", stored, few: 2 });
    put([message("1"), message("2")]);
    putMessages(queryClient, trpc, conversationId, [message("4"), message("5")]);
    await take();
    expect(limits).toEqual([8, 40]);
    expect(shown()).toEqual(["5", "4", "3", "2", "1"]);
    await take();
    expect(limits).toEqual([8, 40, 8]);
  });

  it("never undoes what this tab did while the question was on its way", async () => {
    const { take, put, leaf, whileAsked } = open({ leaf: "1", stored: [] });
    put([message("1"), message("2")]);
    whileAsked((setLeaf) => setLeaf("2"));
    expect(await take()).toMatchObject({ crossed: true });
    expect(leaf()).toBe("2");
  });

  it("tells how an answer came to Telegram", async () => {
    const there = { ...message("2"), channel: "telegram" as const, role: "assistant" as const };
    const sending = { ...there, delivery: { state: "sending" as const, reason: null } };
    const sent = { ...there, delivery: { state: "sent" as const, reason: null } };
    const { take, put, shown } = open({ leaf: "2", stored: [sent] });
    put([sending]);
    await take();
    expect(shown((found) => found.delivery?.state ?? "")).toEqual(["sent"]);
  });

  it("tells it also where more was said since than the newest few", async () => {
    const there = { ...message("1"), channel: "telegram" as const, role: "assistant" as const };
    const sending = { ...there, delivery: { state: "sending" as const, reason: null } };
    const sent = { ...there, delivery: { state: "sent" as const, reason: null } };
    const { take, put, shown, limits } = open({ leaf: "3", stored: [message("3"), message("2"), sent], few: 2 });
    put([sending, message("2"), message("3")]);
    await take();
    expect(limits).toEqual([8, 40]);
    expect(shown((found) => found.delivery?.state ?? "")).toEqual(["", "", "sent"]);
  });
});

it("an answer that has ended is not begun again by an older read of it", () => {
  const { trpc, queryClient, put, shown } = open({ leaf: "1", stored: [] });
  put([{ ...message("1"), text: "whole" }]);
  putMessages(queryClient, trpc, conversationId, [{ ...message("1"), status: "answering", text: "" }]);
  expect(shown((found) => `${found.status} ${found.text}`)).toEqual(["complete whole"]);
});

it("an answer that came to Telegram is not on its way again by an older read of it", () => {
  const { trpc, queryClient, put, shown } = open({ leaf: "1", stored: [] });
  put([{ ...message("1"), delivery: { state: "sent", reason: null } }]);
  putMessages(queryClient, trpc, conversationId, [
    { ...message("1"), text: "whole", delivery: { state: "sending", reason: null } },
  ]);
  expect(shown((found) => `${found.text} ${found.delivery?.state}`)).toEqual(["whole sent"]);
});

function message(id: string): ChatMessage {
  return {
    id,
    conversationId,
    parentId: null,
    role: "user",
    status: "complete",
    channel: "web",
    text: id,
    generationId: null,
    receipt: null,
    failure: null,
    delivery: null,
    createdAt: OLD,
  };
}

/** A conversation in a tab's cache, over a server that has `stored`, tells the newest `few` of it first, and shows `leaf`. */
function open(server: { leaf: string; stored: ChatMessage[]; few?: number; more?: boolean }) {
  const queryClient = new QueryClient();
  const asked: string[] = [];
  const limits: number[] = [];
  let meanwhile: () => void = () => undefined;
  const link: TRPCLink<AppRouter> =
    () =>
    ({ op }) =>
      observable((observer) => {
        asked.push(op.path);
        meanwhile();
        const limit = op.path === "conversations.messages" ? (op.input as { limit: number }).limit : 0;
        if (limit > 0) limits.push(limit);
        const isCut = server.few !== undefined && limit < MESSAGES_A_PAGE;
        const data =
          op.path === "conversations.get"
            ? { id: conversationId, activeLeafId: server.leaf }
            : {
                messages: server.stored.slice(0, isCut ? server.few : undefined),
                nextCursor: isCut || server.more ? "older" : null,
              };
        observer.next({ result: { data } });
        observer.complete();
      });
  const client = createTRPCClient<AppRouter>({ links: [link] });
  const trpc = createTRPCOptionsProxy<AppRouter>({ client, queryClient });
  const key = trpc.conversations.get.queryKey({ conversationId });
  const messagesKey = trpc.conversations.messages.infiniteQueryKey({ conversationId, limit: MESSAGES_A_PAGE });
  const setLeaf = (activeLeafId: string, updatedAt: number) =>
    queryClient.setQueryData(key, { id: conversationId, activeLeafId } as never, { updatedAt });
  setLeaf("1", 1);
  return {
    asked,
    limits,
    queryClient,
    trpc,
    take: () => takeArrivals(queryClient, trpc, { client, conversationId }),
    put: (messages: ChatMessage[]) => {
      const newest = messages.toReversed();
      queryClient.setQueryData<MessagePages>(messagesKey, {
        pages: [{ messages: newest, nextCursor: null }],
        pageParams: FIRST_PAGE,
      });
    },
    shown: (draw = (found: ChatMessage) => found.id) =>
      queryClient.getQueryData<MessagePages>(messagesKey)?.pages.flatMap((page) => page.messages.map(draw)),
    leaf: () => queryClient.getQueryData<{ activeLeafId: string }>(key)?.activeLeafId,
    invalidated: () => queryClient.getQueryState(messagesKey)?.isInvalidated,
    whileAsked: (change: (set: (leaf: string) => void) => void) => {
      meanwhile = () => change((leaf) => setLeaf(leaf, 2));
    },
  };
}
