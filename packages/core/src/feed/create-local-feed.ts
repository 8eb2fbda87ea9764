import type { Feed, FeedTopic } from "../ports/feed.ts";

export interface LocalFeed extends Feed {
  /** A hint from another process. */
  receive(topic: FeedTopic, userId: string): void;
  /** Hints may have been lost: everybody looks. */
  wakeAll(): void;
}

/** The feed inside one process: hints go to those who watch here. */
export function createLocalFeed(): LocalFeed {
  const watchers = new Map<string, Set<() => void>>();
  const remote = new Map<FeedTopic, Set<(userId: string) => void>>();
  const keyOf = (topic: FeedTopic, userId: string) => `${topic} ${userId}`;

  function wake(topic: FeedTopic, userId: string): void {
    for (const watcher of watchers.get(keyOf(topic, userId)) ?? []) watcher();
  }

  return {
    publish: wake,
    receive(topic, userId) {
      wake(topic, userId);
      for (const listener of remote.get(topic) ?? []) listener(userId);
    },
    wakeAll() {
      for (const waiting of watchers.values()) for (const watcher of waiting) watcher();
    },
    subscribe(topic, userId, watcher) {
      return addTo(watchers, keyOf(topic, userId), () => watcher());
    },
    onRemote(topic, listener) {
      return addTo(remote, topic, (userId: string) => listener(userId));
    },
  };
}

function addTo<Key, Member>(groups: Map<Key, Set<Member>>, key: Key, member: Member): () => void {
  const group = groups.get(key) ?? new Set<Member>();
  groups.set(key, group.add(member));
  return () => {
    group.delete(member);
    if (group.size === 0 && groups.get(key) === group) groups.delete(key);
  };
}
