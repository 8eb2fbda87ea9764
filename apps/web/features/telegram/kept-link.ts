import type { NewTelegramLink } from "@procode/contracts";
import type { Wire } from "../../trpc/wire.ts";

/** A link as the tab that made it keeps it, so that a reload shows the same one. It ends with the tab. */
export type KeptLink = {
  linkId: string;
  url: string;
  botUsername: string;
  createdAt: string;
  /** By the browser's own clock, which may differ from the server's. Milliseconds since 1970. */
  deadline: number;
};
type Box = Pick<Storage, "getItem" | "setItem" | "removeItem">;

const KEY = "procode-telegram-link";

/** `now` is the browser's clock at the moment the server answered. */
export function keepLink(box: Box | null, made: Wire<NewTelegramLink>, now: number): KeptLink {
  const { id, createdAt, expiresAt } = made.link;
  const kept = {
    linkId: id,
    url: made.url,
    botUsername: made.botUsername,
    createdAt,
    deadline: now + Date.parse(expiresAt) - Date.parse(createdAt),
  };
  box?.setItem(KEY, JSON.stringify(kept));
  return kept;
}

/** null when there is none, or what stands there is not one. */
export function readKeptLink(box: Box | null): KeptLink | null {
  try {
    const kept: unknown = JSON.parse(box?.getItem(KEY) ?? "null");
    return isKeptLink(kept) ? kept : null;
  } catch {
    return null;
  }
}

export function dropKeptLink(box: Box | null): void {
  box?.removeItem(KEY);
}

function isKeptLink(value: unknown): value is KeptLink {
  if (typeof value !== "object" || value === null) return false;
  const { linkId, url, botUsername, createdAt, deadline } = value as Record<string, unknown>;
  return [linkId, url, botUsername, createdAt].every((one) => typeof one === "string") && typeof deadline === "number";
}
