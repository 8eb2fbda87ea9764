import type { AppRouter } from "@procode/api";
import { InfiniteQueryObserver } from "@tanstack/react-query";
import { createTRPCClient, TRPCClientError, type TRPCLink } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createQueryClient } from "../../trpc/query-client.ts";
import { createConversationActions, type ConversationActions } from "./create-conversation-actions.ts";
import type { ChatConversation } from "./wire-types.ts";

const conversation = { id: "c", title: "Storks", activeAt: "1", pinnedAt: null } as ChatConversation;
const CUT = new TRPCClientError<AppRouter>("Failed to fetch");
const REFUSED = TRPCClientError.from<AppRouter>({
  error: { message: "It is not yours.", code: -32_004, data: { code: "NOT_FOUND" } },
} as never);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** What a person can do to a conversation, each by its procedure. */
const ACTS: Record<string, (actions: ConversationActions) => void> = {
  rename: (actions) => actions.rename(conversation, "Herons"),
  pin: (actions) => actions.pin(conversation, true),
  archive: (actions) => actions.archive(conversation, true),
  remove: (actions) => actions.remove(conversation),
};

describe.each(Object.entries(ACTS))("%s", (verb, act) => {
  it("that the server never heard of leaves the list as the server has it, and says so", async () => {
    const page = await openList({ [verb]: [CUT, CUT, CUT] });
    act(page.actions);
    expect(page.list()).not.toEqual([conversation]);
    await vi.runAllTimersAsync();
    expect(page.list()).toEqual([conversation]);
    expect(page.told.at(-1)).toMatch(/^Not done. The server could not be reached/);
  });

  it("that is cut once is done after all", async () => {
    const page = await openList({ [verb]: [CUT] });
    act(page.actions);
    await vi.runAllTimersAsync();
    expect(page.done).toEqual([verb]);
  });

  it("that the server refuses is not asked for again", async () => {
    const page = await openList({ [verb]: [REFUSED] });
    act(page.actions);
    await vi.runAllTimersAsync();
    expect(page.done).toEqual([]);
    expect(page.list()).toEqual([conversation]);
    expect(page.told.at(-1)).toBe("Not done. It is not yours.");
  });
});

describe("two things that are done at once", () => {
  it("each end with a look at what the server has", async () => {
    const page = await openList({ pin: [REFUSED, REFUSED] });
    page.actions.pin(conversation, true);
    page.actions.pin({ ...conversation, id: "d" }, true);
    await vi.runAllTimersAsync();
    expect(page.told).toEqual(["Not done. It is not yours.", "Not done. It is not yours."]);
    expect(page.list()).toEqual([conversation]);
  });

  it("reach the server in their order: an undo never overtakes what it takes back", async () => {
    const page = await openList({ remove: [CUT] });
    page.actions.remove(conversation);
    page.undo();
    await vi.runAllTimersAsync();
    expect(page.done).toEqual(["remove", "restore"]);
    expect(page.list()).toEqual([conversation]);
  });
});

/** A page with the list over a server with one conversation; the first answers of a procedure are failures. No feed tells anything. */
async function openList(failures: Record<string, Error[]>) {
  const [done, told]: [string[], string[]] = [[], []];
  let undo: () => void = () => undefined;
  let isRemoved = false;
  const link: TRPCLink<AppRouter> =
    () =>
    ({ op }) =>
      observable((observer) => {
        const verb = op.path.replace("conversations.", "");
        const failure = failures[verb]?.shift();
        if (failure) return observer.error(failure as TRPCClientError<AppRouter>);
        if (op.type === "mutation") done.push(verb);
        if (verb === "remove" || verb === "restore") isRemoved = verb === "remove";
        observer.next({ result: { data: { conversations: isRemoved ? [] : [conversation], nextCursor: null } } });
        observer.complete();
      });
  const queryClient = createQueryClient();
  const client = createTRPCClient<AppRouter>({ links: [link] });
  const trpc = createTRPCOptionsProxy<AppRouter>({ client, queryClient });
  const options = trpc.conversations.list.infiniteQueryOptions({}, { getNextPageParam: (one) => one.nextCursor });
  new InfiniteQueryObserver(queryClient, options).subscribe(() => undefined);
  await vi.runAllTimersAsync();
  const actions = createConversationActions({
    queryClient,
    trpc,
    leave: () => undefined,
    tell(message, take) {
      told.push(message);
      undo = take ?? undo;
    },
  });
  return {
    actions,
    done,
    told,
    undo: () => undo(),
    list: () => queryClient.getQueryData(options.queryKey)?.pages.flatMap((one) => one.conversations),
  };
}
