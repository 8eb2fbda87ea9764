import type { TelegramStatus } from "@procode/contracts";
import type { Wire } from "../../trpc/wire.ts";
import type { KeptLink } from "./kept-link.ts";

type Status = Wire<TelegramStatus>;
type Link = NonNullable<Status["link"]>;
type Connection = NonNullable<Status["connection"]>;

/** How far the way into Telegram is. */
export type TelegramStage =
  | { kind: "no-bot" }
  /** A link is to be made. */
  | { kind: "unmade" }
  | { kind: "waiting"; link: KeptLink }
  | { kind: "opened"; link: Link; by: NonNullable<Link["openedBy"]> }
  /** Used, replaced or too old. */
  | { kind: "over" }
  /** The person said that somebody else had opened it. */
  | { kind: "refused" }
  | { kind: "connected"; connection: Connection }
  | { kind: "blocked"; connection: Connection }
  /** It was connected, and this page saw it end. */
  | { kind: "unlinked" };

type Seen = {
  status: Status;
  /** The link that this tab has made. */
  kept: KeptLink | null;
  /** Since the last link was made here. */
  wasConnected: boolean;
  /** Milliseconds since 1970, by the browser. */
  now: number;
};

export function telegramStage({ status, kept, wasConnected, now }: Seen): TelegramStage {
  const { bot, connection, link } = status;
  if (connection) return { kind: connection.state === "blocked" ? "blocked" : "connected", connection };
  if (!bot) return { kind: "no-bot" };
  if (link?.state === "opened" && link.openedBy) return { kind: "opened", link, by: link.openedBy };
  if (wasConnected) return { kind: "unlinked" };
  if (!kept) return { kind: link?.state === "refused" ? "refused" : "unmade" };
  if (now >= kept.deadline) return { kind: "over" };
  if (link?.id === kept.linkId) {
    if (link.state === "refused") return { kind: "refused" };
    return link.state === "waiting" ? { kind: "waiting", link: kept } : { kind: "over" };
  }
  // A newer one replaced it; an older one only tells that the status was asked for before this link was made.
  return link && link.createdAt > kept.createdAt ? { kind: "over" } : { kind: "waiting", link: kept };
}
