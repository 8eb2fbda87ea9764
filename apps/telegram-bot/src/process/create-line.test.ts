import type { TelegramSendBegin } from "@procode/core";
import { createTestContext } from "@procode/core/testing";
import { expect, test } from "vitest";
import { createLine } from "./create-line.ts";

const BEGUN: TelegramSendBegin = { kind: "begun", chatWasQuiet: true };
const wait = (of: "chat" | "bot", seconds: number): TelegramSendBegin => ({ kind: "wait", of, seconds });

/** A line whose messages begin when the script says so; `asked` tells who asked, in order. */
function open() {
  const { clock } = createTestContext();
  const stopping = new AbortController();
  const line = createLine(clock, stopping.signal);
  const asked: string[] = [];
  return {
    ...{ clock, stopping, asked },
    stand: (name: string, ...answers: TelegramSendBegin[]) =>
      line(async () => {
        asked.push(name);
        return answers.shift() ?? BEGUN;
      }),
  };
}

test("only the head asks for a token, and asks again when it was told to; the others follow in their order", async () => {
  const { clock, asked, stand } = open();
  const before = clock.monotonicMs();
  const all = [stand("a", wait("bot", 0.2), wait("bot", 0.3)), stand("b"), stand("c", wait("bot", 0.1))];
  expect(await Promise.all(all)).toEqual([BEGUN, BEGUN, BEGUN]);
  expect(asked).toEqual(["a", "a", "a", "b", "c", "c"]);
  expect(clock.monotonicMs() - before).toBe(600);
});

test("a chat that has to wait, or a bot that is held, keeps nobody else from asking", async () => {
  const { stand, asked } = open();
  const all = [stand("a", wait("chat", 0.5)), stand("b", wait("bot", 35)), stand("c")];
  expect(await Promise.all(all)).toEqual([wait("chat", 0.5), wait("bot", 35), BEGUN]);
  expect(asked).toEqual(["a", "b", "c"]);
});

test("one that breaks breaks alone, and nobody begins once the process is asked to end", async () => {
  const { stand, stopping, asked } = open();
  const line = [stand("a"), stand("b", wait("bot", 0.5))];
  stopping.abort();
  expect(await Promise.all(line)).toEqual([wait("bot", 0), wait("bot", 0)]);
  expect(asked).toEqual([]);
  const { stand: next } = open();
  const broken = createLine(createTestContext().clock, new AbortController().signal);
  const [failed, fine] = await Promise.allSettled([
    broken(() => Promise.reject(new Error("the database is away"))),
    broken(async () => BEGUN),
  ]);
  expect([failed?.status, fine?.status]).toEqual(["rejected", "fulfilled"]);
  expect(await next("a")).toEqual(BEGUN);
});
