import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { groupConversations } from "./group-conversations.ts";

const now = new Date("2026-11-24T10:00:00Z");
const at = (activeAt: string, pinnedAt: string | null = null) => ({ activeAt, pinnedAt });
const titles = (list: { activeAt: string; pinnedAt: string | null }[], zone = "UTC") =>
  groupConversations(list, now, zone).map((group) => group.title);

describe("groups of conversations", () => {
  it("follow the calendar, not 24 hours", () => {
    expect(titles([at("2026-11-24T00:01:00Z")])).toEqual(["Today"]);
    expect(titles([at("2026-11-23T23:59:00Z")])).toEqual(["Last seven days"]);
    expect(titles([at("2026-11-23T23:59:00Z")], "Europe/Warsaw")).toEqual(["Today"]);
    expect(titles([at("2026-11-17T00:00:00Z")])).toEqual(["Last seven days"]);
    expect(titles([at("2026-11-16T23:59:00Z")])).toEqual(["Older"]);
  });
  it("put what is pinned first and what comes from a clock that runs ahead under today", () => {
    expect(titles([at("2020-01-01T00:00:00Z", "2026-11-01T00:00:00Z"), at("2026-11-25T00:00:00Z")])).toEqual([
      "Pinned",
      "Today",
    ]);
  });
  it("lose and double nothing and have no empty heading", () => {
    const dates = fc
      .date({ min: new Date("2020-01-01"), max: new Date("2027-01-01"), noInvalidDate: true })
      .map((date) => date.toISOString());
    fc.assert(
      fc.property(fc.array(fc.record({ activeAt: dates, pinnedAt: fc.option(dates) })), (list) => {
        const groups = groupConversations(list, now, "UTC");
        expect(groups.every((group) => group.conversations.length > 0)).toBe(true);
        expect(new Set(groups.flatMap((group) => group.conversations))).toEqual(new Set(list));
        expect(groups.flatMap((group) => group.conversations)).toHaveLength(list.length);
      }),
    );
  });
});
