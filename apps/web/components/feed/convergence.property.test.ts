import type { AppRouter } from "@procode/api";
import { InfiniteQueryObserver, QueryObserver } from "@tanstack/react-query";
import { createTRPCClient, TRPCClientError, type TRPCLink } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import fc from "fast-check";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createQueryClient } from "../../trpc/query-client.ts";
import { addMessages, changeConversation, MESSAGES_A_PAGE, putMessages } from "../conversation/conversation-cache.ts";
import { markSending } from "../conversation/sending-now.ts";
import type { ChatMessage } from "../conversation/wire-types.ts";
import { createFeedReader } from "./create-feed-reader.ts";
import type { Change } from "./stale-after.ts";

const conversationId = "c";
/** Longer than every wait of a run and every try after a failure. */
const QUIET_MS = 60_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const waitMs = fc.oneof(fc.constant(0), fc.nat(60), fc.nat(400));
const operation = fc.record({
  kind: fc.constantFrom(
    "other sends",
    "other sends at once",
    "other shows",
    "other renames",
    "own send",
    "own show",
    "refetch",
  ),
  atMs: fc.nat(600),
  pick: fc.nat(),
});
const run = fc.record({
  operations: fc.array(operation, { minLength: 1, maxLength: 9 }),
  /** Taken in turn by whatever is on its way: to the server, back, and of the feed. */
  waits: fc.array(waitMs, { minLength: 1, maxLength: 40 }),
  /** Which of the questions fail. */
  failures: fc.array(fc.nat(30), { maxLength: 3 }),
  opensAtMs: fc.nat(500),
});

type Run = typeof run extends fc.Arbitrary<infer Value> ? Value : never;
const others = (...times: number[]) => times.map((atMs) => ({ kind: "other sends" as const, atMs, pick: 0 }));
/** What earlier runs found: a gap before this tab's own turn, and questions that fail until nothing tries any more. */
const FOUND: Run[] = [
  {
    operations: [{ kind: "own send", atMs: 42, pick: 0 }, ...others(44, 44, 43, 44)],
    waits: [0],
    failures: [],
    opensAtMs: 0,
  },
  { operations: others(116, 158), waits: [40, 0], failures: [11, 12, 8], opensAtMs: 117 },
  { operations: others(0, 5), waits: [0, 0, 40, 0, 0], failures: [9, 8, 2], opensAtMs: 1 },
];

it("whatever comes in whatever order, a page ends with what the server has", async () => {
  await fc.assert(
    fc.asyncProperty(run, async ({ operations, waits, failures, opensAtMs }) => {
      const world = createWorld(waits, new Set(failures));
      setTimeout(() => world.open(), opensAtMs);
      for (const { kind, atMs, pick } of operations) setTimeout(() => world.act(kind, pick), atMs);
      await vi.advanceTimersByTimeAsync(QUIET_MS);
      const seen = world.seen();
      world.close();
      expect(seen).toEqual(world.stored());
    }),
    { numRuns: 150, examples: FOUND.map((found) => [found]) },
  );
});

/** One conversation on a server, others who change it, and a page that hears of it by the feed. */
function createWorld(waits: number[], failures: ReadonlySet<number>) {
  const messages: ChatMessage[] = [];
  const conversation = { id: conversationId, title: "0", activeLeafId: "", activeAt: "0" };
  let [ids, waited, asked, clock] = [0, 0, 0, 0];
  const nextWait = () => waits[waited++ % waits.length] ?? 0;
  const nextId = () => String(++ids).padStart(4, "0");
  const later = <Value>(give: () => Value): Promise<Value> =>
    new Promise((resolve) => setTimeout(() => resolve(give()), nextWait()));

  const queryClient = createQueryClient();
  const link: TRPCLink<AppRouter> =
    () =>
    ({ op }) =>
      observable((observer) => {
        const number = ++asked;
        void (async () => {
          // What it finds is older than its way back.
          const data = await later(() => structuredClone(answers[op.path]?.(op.input as { limit?: number })));
          await later(() => undefined);
          if (failures.has(number)) return observer.error(new TRPCClientError("cut"));
          observer.next({ result: { data } });
          observer.complete();
        })();
      });
  const answers: Record<string, (input: { limit?: number }) => unknown> = {
    "conversations.get": () => conversation,
    "conversations.messages": ({ limit = 40 }) => ({
      messages: messages.toReversed().slice(0, limit),
      nextCursor: messages.length > limit ? "older" : null,
    }),
    "conversations.list": () => ({ conversations: [conversation], nextCursor: null }),
  };
  const client = createTRPCClient<AppRouter>({ links: [link] });
  const trpc = createTRPCOptionsProxy<AppRouter>({ client, queryClient });
  const reader = createFeedReader({ queryClient, trpc, client, follow: () => undefined, isHidden: () => false });

  let told: Promise<unknown> = Promise.resolve();
  function commit(type: Change["type"], change: Partial<typeof conversation>): void {
    Object.assign(conversation, change, { activeAt: String(++clock) });
    const way = later(() => undefined);
    // In the order of commits, however long each takes.
    told = Promise.all([told, way]).then(() =>
      reader.read({ type: "changes", events: [{ type, payload: { conversationId } } as unknown as Change] }),
    );
  }

  function store(parentId: string | null, isWhole: boolean): { question: ChatMessage; answer: ChatMessage } {
    const question = messageOf(nextId(), parentId, "user");
    const answer = messageOf(nextId(), question.id, "assistant");
    if (isWhole) Object.assign(answer, { status: "complete", text: "whole" });
    messages.push(question, answer);
    commit("MessageSent", { activeLeafId: answer.id });
    if (!isWhole)
      void later(() => {
        Object.assign(answer, { status: "complete", text: "whole" });
        commit("AIResponseGenerated", {});
        // The stream of the answer brings its end by itself, perhaps long after.
        const ended = structuredClone(answer);
        void later(() => putMessages(queryClient, trpc, conversationId, [ended]));
      });
    return {
      question: structuredClone(question),
      answer: structuredClone({ ...answer, status: "answering", text: "" }),
    };
  }
  const pickParent = (pick: number) =>
    messages.filter(({ role }) => role === "assistant")[pick % (messages.length / 2)]?.id ?? null;

  async function ownSend(parentId: string | null): Promise<void> {
    const unmark = markSending(conversationId);
    const turn = await later(() => store(parentId, false));
    await later(() => undefined);
    addMessages(queryClient, trpc, conversationId, [turn.question, turn.answer]);
    changeConversation(queryClient, trpc, conversationId, { activeLeafId: turn.answer.id, activeAt: "own clock" });
    unmark();
  }
  async function ownShow(leafId: string | null): Promise<void> {
    if (leafId === null) return;
    const unmark = markSending(conversationId);
    changeConversation(queryClient, trpc, conversationId, { activeLeafId: leafId });
    await later(() => commit("ConversationChanged", { activeLeafId: leafId }));
    await later(() => undefined);
    changeConversation(queryClient, trpc, conversationId, { activeLeafId: leafId });
    unmark();
  }
  const acts: Record<string, (pick: number) => unknown> = {
    "other sends": (pick) => store(pickParent(pick), false),
    "other sends at once": (pick) => store(pickParent(pick), true),
    "other shows": (pick) => commit("ConversationChanged", { activeLeafId: pickParent(pick) ?? "" }),
    "other renames": (pick) => commit("ConversationChanged", { title: String(pick) }),
    "own send": (pick) => isOpen && ownSend(pickParent(pick)),
    "own show": (pick) => isOpen && ownShow(pickParent(pick)),
    refetch: () => queryClient.invalidateQueries({ queryKey: trpc.conversations.messages.pathKey() }),
  };

  let isOpen = false;
  const messagesOptions = trpc.conversations.messages.infiniteQueryOptions(
    { conversationId, limit: MESSAGES_A_PAGE },
    { getNextPageParam: (page) => page.nextCursor },
  );
  const listOptions = trpc.conversations.list.infiniteQueryOptions({}, { getNextPageParam: (page) => page.nextCursor });
  const leaves: (() => void)[] = [];
  store(null, true);
  return {
    act: (kind: string, pick: number) => void acts[kind]?.(pick),
    open() {
      isOpen = true;
      const ignore = () => undefined;
      leaves.push(
        new QueryObserver(queryClient, trpc.conversations.get.queryOptions({ conversationId })).subscribe(ignore),
        new InfiniteQueryObserver(queryClient, messagesOptions).subscribe(ignore),
        new InfiniteQueryObserver(queryClient, listOptions).subscribe(ignore),
      );
    },
    close() {
      for (const leave of leaves) leave();
      reader.stop();
      queryClient.clear();
    },
    seen: () => ({
      conversation: queryClient.getQueryData(trpc.conversations.get.queryKey({ conversationId })),
      messages: queryClient.getQueryData(messagesOptions.queryKey)?.pages.flatMap((page) => page.messages),
      list: queryClient.getQueryData(listOptions.queryKey)?.pages.flatMap((page) => page.conversations),
    }),
    stored: () => ({ conversation, messages: messages.toReversed(), list: [conversation] }),
  };
}

function messageOf(id: string, parentId: string | null, role: ChatMessage["role"]): ChatMessage {
  return {
    id,
    conversationId,
    parentId,
    role,
    status: role === "user" ? "complete" : "answering",
    channel: "web",
    text: "",
    generationId: role === "user" ? null : id,
    receipt: null,
    failure: null,
    delivery: null,
    createdAt: "2026-01-01T00:00:00.000Z",
  };
}
