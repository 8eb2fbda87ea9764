import { describe, expect, it } from "vitest";
import { createUnsentBox, type UnsentMessage } from "./unsent-messages.ts";

const message = (clientId: string, state: UnsentMessage["state"] = "waiting"): UnsentMessage => ({
  clientId,
  conversationId: null,
  text: "hello",
  model: null,
  state,
  tried: false,
  failure: null,
  at: `2026-11-24T10:00:00.00${clientId}Z`,
});
function storage(kept: Record<string, string> = {}) {
  return {
    kept,
    getItem: (key: string) => kept[key] ?? null,
    setItem: (key: string, value: string) => void Object.assign(kept, { [key]: value }),
    removeItem: (key: string) => void delete kept[key],
    key: (index: number) => Object.keys(kept)[index] ?? null,
    get length() {
      return Object.keys(kept).length;
    },
  };
}
const ids = (messages: readonly UnsentMessage[]) => messages.map(({ clientId }) => clientId);

describe("unsent messages", () => {
  it("survive their tab, and what was on its way waits again under its own id", () => {
    const disk = storage();
    const closed = createUnsentBox(disk, "k", "closed");
    closed.add(message("1"));
    closed.change("1", { state: "sending" });
    const next = createUnsentBox(disk, "k", "next");
    expect(next.otherTabs()).toEqual(["closed"]);
    next.takeOver("closed");
    expect(next.read()).toEqual([message("1", "waiting")]);
    expect(createUnsentBox(disk, "k", "third").otherTabs()).toEqual(["next"]);
  });
  it("are shown and sent by the tab that wrote them alone", () => {
    const disk = storage();
    const [here, there] = [createUnsentBox(disk, "k", "here"), createUnsentBox(disk, "k", "there")];
    here.add(message("1"));
    there.add(message("2"));
    expect(ids(here.read())).toEqual(["1"]);
    expect(ids(there.read())).toEqual(["2"]);
    there.remove("2");
    here.change("1", { state: "failed" });
    expect(Object.keys(disk.kept)).toEqual(["k:1"]);
  });
  it("stand in the order in which they were written, whoever wrote them", () => {
    const disk = storage();
    createUnsentBox(disk, "k", "closed").add(message("1"));
    const next = createUnsentBox(disk, "k", "next");
    next.add(message("2"));
    next.takeOver("closed");
    expect(ids(next.read())).toEqual(["1", "2"]);
  });
  it("leave nothing behind once sent", () => {
    const disk = storage();
    const box = createUnsentBox(disk, "k", "here");
    box.add(message("1"));
    box.remove("1");
    expect(disk.kept).toEqual({});
    const next = createUnsentBox(disk, "k", "next");
    next.takeOver("here");
    expect(next.read()).toEqual([]);
  });
  it("are nobody else's: another person of this browser does not see them", () => {
    const disk = storage();
    createUnsentBox(disk, "k:ann", "closed").add(message("1"));
    expect(createUnsentBox(disk, "k:bob", "here").otherTabs()).toEqual([]);
  });
  it("tell their watchers, with a new array only at a change", () => {
    const box = createUnsentBox(storage(), "k", "here");
    let told = 0;
    const leave = box.watch(() => (told += 1));
    expect(box.read()).toBe(box.read());
    box.add(message("1"));
    box.takeOver("nobody");
    leave();
    box.add(message("2"));
    expect(told).toBe(1);
  });
  it("stand damaged, full and forbidden storage", () => {
    const damaged = storage({ "k:1": "{", "k:2": '{"a":1}', other: "[]" });
    expect(createUnsentBox(damaged, "k", "here").otherTabs()).toEqual([]);
    const full = {
      ...storage(),
      setItem: () => {
        throw new Error("QuotaExceededError");
      },
    };
    const box = createUnsentBox(full, "k", "here");
    box.add(message("1"));
    expect(box.read()).toHaveLength(1);
    expect(createUnsentBox(null, "k", "here").otherTabs()).toEqual([]);
  });
});
