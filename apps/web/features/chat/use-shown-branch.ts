"use client";

import { useCallback, useMemo, useState } from "react";
import type { ChatMessage } from "@/components/conversation/wire-types.ts";
import { type MessageTree, visiblePath } from "./branch.ts";
import { nextLeaf, otherLeaf } from "./next-leaf.ts";

/** The branch that this view shows. It goes on by itself and changes to another one only when the person here does that. */
export function useShownBranch(tree: MessageTree<ChatMessage>, activeId: string | null) {
  const [shownId, setShownId] = useState<string | null>(null);
  const leafId = nextLeaf(tree, shownId, activeId);
  const path = useMemo(() => (tree.byId.size === 0 ? [] : visiblePath(tree, leafId)), [tree, leafId]);
  const endId = path.at(-1)?.id ?? null;
  // What was gone to here and is not in the tree yet comes with the next render.
  if (endId !== null && endId !== shownId && (shownId === null || tree.byId.has(shownId))) setShownId(endId);
  const goTo = useCallback((id: string) => setShownId(id), []);
  return { path, otherLeafId: otherLeaf(tree, endId, activeId), goTo };
}
