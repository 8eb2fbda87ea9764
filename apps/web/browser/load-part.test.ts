import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { loadPart } from "./load-part.ts";

const missing = () => Object.assign(new Error("Failed to load chunk"), { name: "ChunkLoadError" });

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("navigator", { onLine: true });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("a part that cannot be fetched while the server is away comes when it is back", async () => {
  let tries = 0;
  const part = loadPart(() => (++tries < 4 ? Promise.reject(missing()) : Promise.resolve("part")));
  await vi.advanceTimersByTimeAsync(3_000);
  expect(await part).toBe("part");
});

it("without a network nothing is asked until there is one", async () => {
  const page = new EventTarget();
  vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
  vi.stubGlobal("navigator", { onLine: false });
  let tries = 0;
  const part = loadPart(() => (++tries < 2 ? Promise.reject(missing()) : Promise.resolve("part")));
  await vi.advanceTimersByTimeAsync(600_000);
  expect(tries).toBe(1);
  page.dispatchEvent(new Event("online"));
  expect(await part).toBe("part");
});

it("a part that is not served any more, or that breaks by itself, is an error of the page", async () => {
  const gone = loadPart(() => Promise.reject(missing()));
  const told = expect(gone).rejects.toThrow("Failed to load chunk");
  await vi.advanceTimersByTimeAsync(120_000);
  await told;
  let tries = 0;
  const broken = () => {
    tries++;
    return Promise.reject(new TypeError("broken"));
  };
  await expect(loadPart(broken)).rejects.toThrow("broken");
  expect(tries).toBe(1);
});
