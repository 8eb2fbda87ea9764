/** What happened, without its number: one of Telegram's kinds (`message`, `callback_query`, …) and its object. */
export type Happening = Record<string, unknown>;
export type Update = Happening & { update_id: number };

/** Kinds that a bot gets only when it asks for them by name. */
const ONLY_ON_REQUEST = ["chat_member", "message_reaction", "message_reaction_count"];

/** Whether a bot that asked for `allowed` (null or empty: Telegram's default) gets this. */
export function isWanted(happening: Happening, allowed: readonly string[] | null): boolean {
  const kind = Object.keys(happening).find((key) => key !== "update_id") ?? "";
  return allowed === null || allowed.length === 0 ? !ONLY_ON_REQUEST.includes(kind) : allowed.includes(kind);
}
