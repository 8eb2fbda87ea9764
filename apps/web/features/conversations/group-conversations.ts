import { daysBetween } from "../../format/format-when.ts";

export type Groupable = { pinnedAt: string | null; activeAt: string };
export type ConversationGroup<C> = { title: "Pinned" | "Today" | "Last seven days" | "Older"; conversations: C[] };

/** Puts a list under its headings and leaves out empty ones; the order inside a group is the list's own. */
export function groupConversations<C extends Groupable>(
  conversations: readonly C[],
  now: Date,
  timeZone?: string,
): ConversationGroup<C>[] {
  const groups: ConversationGroup<C>[] = [
    { title: "Pinned", conversations: [] },
    { title: "Today", conversations: [] },
    { title: "Last seven days", conversations: [] },
    { title: "Older", conversations: [] },
  ];
  for (const conversation of conversations)
    groups[groupIndex(conversation, now, timeZone)]?.conversations.push(conversation);
  return groups.filter((group) => group.conversations.length > 0);
}

function groupIndex({ pinnedAt, activeAt }: Groupable, now: Date, timeZone?: string): number {
  if (pinnedAt !== null) return 0;
  const days = daysBetween(new Date(activeAt), now, timeZone === undefined ? {} : { timeZone });
  if (days <= 0) return 1;
  return days <= 7 ? 2 : 3;
}
