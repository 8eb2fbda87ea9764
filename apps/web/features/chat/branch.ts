/** What the tree needs of a message; ids are UUIDv7, so they sort by age. */
export type TreeMessage = { id: string; parentId: string | null };
export type MessageTree<M extends TreeMessage> = {
  byId: ReadonlyMap<string, M>;
  childrenOf: ReadonlyMap<string | null, readonly M[]>;
};
/** Where a message stands among the versions beside it; `position` counts from 1. */
export type Branch = { position: number; count: number; previousId: string | null; nextId: string | null };

/** Builds the tree of the messages that are loaded, in any order; a message that comes twice counts once. */
export function growTree<M extends TreeMessage>(messages: Iterable<M>): MessageTree<M> {
  const byId = new Map<string, M>();
  for (const message of messages) if (!byId.has(message.id)) byId.set(message.id, message);
  const childrenOf = new Map<string | null, M[]>();
  for (const message of byId.values()) {
    const siblings = childrenOf.get(message.parentId);
    if (siblings) siblings.push(message);
    else childrenOf.set(message.parentId, [message]);
  }
  for (const siblings of childrenOf.values()) siblings.sort(byAge);
  return { byId, childrenOf };
}

/** From the oldest loaded message down to `leafId`. Without that leaf: down to the newest message of all. */
export function visiblePath<M extends TreeMessage>(tree: MessageTree<M>, leafId: string | null): M[] {
  const path: M[] = [];
  const seen = new Set<string>();
  let message = (leafId === null ? undefined : tree.byId.get(leafId)) ?? newest(tree);
  while (message && !seen.has(message.id)) {
    seen.add(message.id);
    path.push(message);
    message = message.parentId === null ? undefined : tree.byId.get(message.parentId);
  }
  return path.reverse();
}

/** null when the message has no version beside it. */
export function branchOf<M extends TreeMessage>(tree: MessageTree<M>, message: M): Branch | null {
  const siblings = tree.childrenOf.get(message.parentId) ?? [];
  if (siblings.length < 2) return null;
  const index = siblings.findIndex((sibling) => sibling.id === message.id);
  if (index < 0) return null;
  return {
    position: index + 1,
    count: siblings.length,
    previousId: siblings[index - 1]?.id ?? null,
    nextId: siblings[index + 1]?.id ?? null,
  };
}

/** The newest message at or below `messageId`: where that branch ends when it is shown. */
export function newestLeaf<M extends TreeMessage>(tree: MessageTree<M>, messageId: string): string {
  let best = messageId;
  const open = [messageId];
  const seen = new Set<string>();
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    if (id > best) best = id;
    for (const child of tree.childrenOf.get(id) ?? []) open.push(child.id);
  }
  return best;
}

function newest<M extends TreeMessage>(tree: MessageTree<M>): M | undefined {
  let best: M | undefined;
  for (const message of tree.byId.values()) if (!best || message.id > best.id) best = message;
  return best;
}

function byAge(one: TreeMessage, other: TreeMessage): number {
  return one.id < other.id ? -1 : 1;
}
