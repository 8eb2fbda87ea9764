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
  at: "2026-11-24T10:00:00.000Z",
});
function storage(kept: Record<string, string> = {}) {
  return {
    kept,
    getItem: (key: string) => kept[key] ?? null,
    setItem: (key: string, value: string) => void Object.assign(kept, { [key]: value }),
    removeItem: (key: string) => void delete kept[key],
  };
}

describe("unsent messages", () => {
  it("survive a reload, and what was on its way waits again under its own id", () => {
    const disk = storage();
    const box = createUnsentBox(disk, "k");
    box.add(message("1"));
    box.change("1", { state: "sending" });
    expect(createUnsentBox(disk, "k").read()).toEqual([message("1", "waiting")]);
  });
  it("leave nothing behind once sent", () => {
    const disk = storage();
    const box = createUnsentBox(disk, "k");
    box.add(message("1"));
    box.remove("1");
    expect(disk.kept).toEqual({});
  });
  it("tell their watchers, with a new array only at a change", () => {
    const box = createUnsentBox(storage(), "k");
    let told = 0;
    const leave = box.watch(() => (told += 1));
    expect(box.read()).toBe(box.read());
    box.add(message("1"));
    leave();
    box.add(message("2"));
    expect(told).toBe(1);
  });
  it("stand damaged, full and forbidden storage", () => {
    expect(createUnsentBox(storage({ k: "{" }), "k").read()).toEqual([]);
    expect(createUnsentBox(storage({ k: '[1,{"a":1}]' }), "k").read()).toEqual([]);
    const full = {
      ...storage(),
      setItem: () => {
        throw new Error("QuotaExceededError");
      },
    };
    const box = createUnsentBox(full, "k");
    box.add(message("1"));
    expect(box.read()).toHaveLength(1);
    expect(createUnsentBox(null, "k").read()).toEqual([]);
  });
  it("take over what another tab did, but not what this one is sending", () => {
    const disk = storage();
    const here = createUnsentBox(disk, "k");
    const there = createUnsentBox(disk, "k");
    here.add(message("1"));
    here.change("1", { state: "sending" });
    there.reload();
    there.add(message("2"));
    here.reload();
    expect(here.read().map(({ clientId, state }) => [clientId, state])).toEqual([
      ["1", "sending"],
      ["2", "waiting"],
    ]);
  });
  it("tell which ones another tab has sent", () => {
    const disk = storage();
    const here = createUnsentBox(disk, "k");
    here.add(message("1"));
    const there = createUnsentBox(disk, "k");
    there.remove("1");
    expect(here.reload()).toEqual([message("1")]);
    expect(here.read()).toEqual([]);
    expect(here.reload()).toEqual([]);
  });
  it("do not come back when a tab that had not heard of it writes them again", () => {
    const disk = storage();
    const here = createUnsentBox(disk, "k");
    here.add(message("1"));
    const there = createUnsentBox(disk, "k");
    here.remove("1");
    there.change("1", { state: "sending" });
    here.reload();
    expect(here.read()).toEqual([]);
  });
});
