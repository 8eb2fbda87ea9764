import type { TelegramStatus } from "@procode/contracts";
import { describe, expect, it } from "vitest";
import type { Wire } from "../../trpc/wire.ts";
import type { KeptLink } from "./kept-link.ts";
import { telegramStage } from "./telegram-stage.ts";

type Link = NonNullable<Wire<TelegramStatus>["link"]>;

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 8, 0, second)).toISOString();
const link = (change: Partial<Link> = {}): Link => ({
  id: "mine",
  state: "waiting",
  createdAt: at(0),
  expiresAt: at(600),
  openedAt: null,
  openedBy: null,
  ...change,
});
const kept: KeptLink = {
  linkId: "mine",
  url: "https://t.me/bot?start=token",
  botUsername: "bot",
  createdAt: at(0),
  deadline: 1_000,
};
const connection = {
  person: { name: "Ada", username: "ada" },
  botUsername: "bot",
  state: "active" as const,
  reason: null,
  connectedAt: at(9),
  showReceipt: true,
};
const stage = (
  status: Partial<Wire<TelegramStatus>>,
  seen: { kept?: KeptLink | null; wasConnected?: boolean; now?: number } = {},
) =>
  telegramStage({
    status: {
      bot: { username: "bot", name: "Bot", openUrl: "https://t.me/bot" },
      connection: null,
      link: null,
      ...status,
    },
    kept: seen.kept === undefined ? kept : seen.kept,
    wasConnected: seen.wasConnected ?? false,
    now: seen.now ?? 500,
  }).kind;

describe("the way into Telegram", () => {
  it("begins with a link, waits, is opened, and is connected", () => {
    expect(stage({}, { kept: null })).toBe("unmade");
    expect(stage({ link: link() })).toBe("waiting");
    expect(stage({ link: link({ state: "opened", openedAt: at(5), openedBy: connection.person }) })).toBe("opened");
    expect(stage({ connection })).toBe("connected");
  });

  it("is to be confirmed in any tab, also in one that did not make the link", () => {
    const opened = link({ id: "other", state: "opened", openedAt: at(5), openedBy: connection.person });
    expect(stage({ link: opened }, { kept: null })).toBe("opened");
  });

  it("is over when the link expired, by the server or by this tab's own clock, or a newer one replaced it", () => {
    expect(stage({ link: link({ state: "expired" }) })).toBe("over");
    expect(stage({ link: link() }, { now: 1_000 })).toBe("over");
    expect(stage({ link: link({ id: "newer", createdAt: at(3) }) })).toBe("over");
  });

  it("goes on waiting while the status is older than the link", () => {
    expect(stage({ link: null })).toBe("waiting");
    expect(stage({ link: link({ id: "older", createdAt: at(-60), state: "expired" }) })).toBe("waiting");
  });

  it("tells what ended it: refused here, blocked there, unlinked, no bot at all", () => {
    expect(stage({ link: link({ state: "refused" }) })).toBe("refused");
    expect(stage({ connection: { ...connection, state: "blocked" } })).toBe("blocked");
    expect(stage({}, { wasConnected: true })).toBe("unlinked");
    expect(stage({ bot: null })).toBe("no-bot");
  });
});
