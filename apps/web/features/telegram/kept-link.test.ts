import { expect, it } from "vitest";
import { keepLink, readKeptLink } from "./kept-link.ts";

it("a link is found again by the tab that made it, with its ten minutes by the browser's own clock", () => {
  const box = createBox();
  const made = {
    link: {
      id: "l",
      state: "waiting" as const,
      createdAt: "2026-01-01T08:00:00.000Z",
      expiresAt: "2026-01-01T08:10:00.000Z",
      openedAt: null,
      openedBy: null,
    },
    url: "https://t.me/bot?start=token",
    botUsername: "bot",
  };
  const kept = keepLink(box, made, 5_000);
  expect(kept.deadline).toBe(605_000);
  expect(readKeptLink(box)).toEqual(kept);
});

it("what is broken or of an older version counts as none", () => {
  for (const text of ["{", "null", "[]", '{"linkId":"l"}']) {
    const box = createBox();
    box.setItem("procode-telegram-link", text);
    expect(readKeptLink(box), text).toBeNull();
  }
  expect(readKeptLink(null)).toBeNull();
});

function createBox() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}
