import { Archive, ArchiveRestore, Pencil, Pin, PinOff, Trash2 } from "lucide-react";
import type { MenuItem } from "@/components/ui/dropdown-menu.tsx";
import type { ConversationActions } from "./create-conversation-actions.ts";
import type { ChatConversation } from "./wire-types.ts";

/** The menu of a conversation, alike in the list, in the chat's bar and on its page. */
export function conversationMenuItems(
  conversation: ChatConversation,
  actions: ConversationActions,
  onRename: () => void,
): MenuItem[] {
  const pinned = conversation.pinnedAt !== null;
  const archived = conversation.archivedAt !== null;
  return [
    { label: "Rename", icon: Pencil, onSelect: onRename },
    {
      label: pinned ? "Unpin" : "Pin",
      icon: pinned ? PinOff : Pin,
      onSelect: () => actions.pin(conversation, !pinned),
    },
    {
      label: archived ? "Back to the list" : "Archive",
      icon: archived ? ArchiveRestore : Archive,
      onSelect: () => actions.archive(conversation, !archived),
    },
    { label: "Delete", icon: Trash2, danger: true, apart: true, onSelect: () => actions.remove(conversation) },
  ];
}
