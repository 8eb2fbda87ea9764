import type { MessageTree, TreeMessage } from "./branch.ts";

/**
 * The end of the branch to show, when the server's shown end is `activeId` and `shownId` is on the screen: what goes on
 * from there is followed; another branch, which another device went into, never takes the place of what is read here.
 */
export function nextLeaf<M extends TreeMessage>(
  tree: MessageTree<M>,
  shownId: string | null,
  activeId: string | null,
): string | null {
  if (shownId === null || !tree.byId.has(shownId)) return activeId;
  return activeId !== null && goesThrough(tree, activeId, shownId) ? activeId : shownId;
}

/** The end of a branch that another device went into meanwhile; null while there is none. */
export function otherLeaf<M extends TreeMessage>(
  tree: MessageTree<M>,
  shownId: string | null,
  activeId: string | null,
): string | null {
  if (shownId === null || activeId === null || !tree.byId.has(activeId) || !tree.byId.has(shownId)) return null;
  return goesThrough(tree, shownId, activeId) || goesThrough(tree, activeId, shownId) ? null : activeId;
}

/** Whether `messageId` is that leaf or stands above it. */
function goesThrough<M extends TreeMessage>(tree: MessageTree<M>, leafId: string, messageId: string): boolean {
  const seen = new Set<string>();
  for (let id: string | null = leafId; id !== null && !seen.has(id); id = tree.byId.get(id)?.parentId ?? null) {
    if (id === messageId) return true;
    seen.add(id);
  }
  return false;
}
