import { expect, it } from "vitest";
import { type Coloured, createColourist, type ToColour } from "./ask-for-colours.ts";

/** Threads that answer and break when a test says so. */
function openThreads() {
  const threads: { asked: ToColour[]; answer: (asked: ToColour) => void; broken: () => void }[] = [];
  const ask = createColourist((told, broken) => {
    const asked: ToColour[] = [];
    const answer = ({ id, code }: ToColour) => told({ id, lines: [[{ text: code, kind: "plain" }]] });
    threads.push({ asked, answer, broken });
    return { ask: (code) => void asked.push(code), end: () => undefined };
  });
  return { threads, ask };
}
const words = (lines: Coloured["lines"]) => lines?.flat().map(({ text }) => text);

it("each code gets its own colours from one thread, in whatever order they come", async () => {
  const { threads, ask } = openThreads();
  expect(threads).toHaveLength(0);
  const [one, other] = [ask("one", "ts"), ask("other", "py")];
  const [thread] = threads;
  for (const asked of [...(thread?.asked ?? [])].reverse()) thread?.answer(asked);
  expect([words(await one), words(await other)]).toEqual([["one"], ["other"]]);
  expect(threads).toHaveLength(1);
});

it("what a broken thread was asked for stays plain, and the next code gets a new thread", async () => {
  const { threads, ask } = openThreads();
  const lost = [ask("one", "ts"), ask("other", "ts")];
  threads[0]?.broken();
  expect(await Promise.all(lost)).toEqual([null, null]);
  const next = ask("next", "ts");
  const [, second] = threads;
  for (const asked of second?.asked ?? []) second?.answer(asked);
  expect(words(await next)).toEqual(["next"]);
});

it("a browser that allows no thread shows plain code", async () => {
  const ask = createColourist(() => {
    throw new DOMException("refused", "SecurityError");
  });
  expect(await ask("one", "ts")).toBeNull();
});
