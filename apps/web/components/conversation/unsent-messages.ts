import type { ErrorReason } from "@procode/contracts";

/** A message that the server has not confirmed. It lives in the browser's storage, so that no reload or sign-out loses it. */
export type UnsentMessage = {
  /** Made once; the server knows a message by it, however often it is sent. */
  clientId: string;
  /** null for a chat that the server has not begun yet. */
  conversationId: string | null;
  text: string;
  model: string | null;
  /** The message that these are other words for; they stand beside it, under the same parent. */
  edits?: { messageId: string; parentId: string | null } | undefined;
  state: "waiting" | "sending" | "failed";
  /** It went out once and the server may have it; to send it again only asks for the ids. */
  tried: boolean;
  failure: { reason: ErrorReason | "no-connection"; message: string; requestId?: string | undefined } | null;
  /** ISO time of writing. */
  at: string;
};
type Kept = UnsentMessage & { tab: string };
type Storage = Pick<globalThis.Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;
export type UnsentBox = {
  tab: string;
  /** The messages of this tab; the same array until something changes, as useSyncExternalStore needs it. */
  read(): readonly UnsentMessage[];
  add(message: UnsentMessage): void;
  change(clientId: string, change: Partial<UnsentMessage>): void;
  remove(clientId: string): void;
  watch(watcher: () => void): () => void;
  /** Other tabs, open or closed, whose messages are kept. */
  otherTabs(): string[];
  /** That tab is closed: what it left is this one's now, and what was on its way waits again. To send it twice is harmless. */
  takeOver(tab: string): readonly UnsentMessage[];
};

/**
 * The unsent messages of one person in one tab. Each is kept under a key of its own that begins with `prefix`, and only
 * the tab that wrote it shows and sends it, so that no tab writes over another's.
 */
export function createUnsentBox(storage: Storage | null, prefix: string, tab: string): UnsentBox {
  let messages: readonly UnsentMessage[] = [];
  const watchers = new Set<() => void>();
  const keyOf = ({ clientId }: { clientId: string }) => `${prefix}:${clientId}`;

  function set(next: readonly UnsentMessage[]): void {
    messages = next;
    for (const watcher of watchers) watcher();
  }
  function write(message: UnsentMessage): void {
    keep(storage, keyOf(message), JSON.stringify({ ...message, tab } satisfies Kept));
  }
  function load(): Kept[] {
    const keys = Array.from({ length: storage?.length ?? 0 }, (_, index) => storage?.key(index) ?? "");
    return keys.filter((key) => key.startsWith(`${prefix}:`)).flatMap((key) => parse(storage?.getItem(key) ?? ""));
  }

  return {
    tab,
    read: () => messages,
    add(message) {
      write(message);
      set([...messages, message]);
    },
    change(clientId, change) {
      const changed = messages.map((message) => (message.clientId === clientId ? { ...message, ...change } : message));
      for (const message of changed) if (message.clientId === clientId) write(message);
      set(changed);
    },
    remove(clientId) {
      keep(storage, keyOf({ clientId }), "");
      set(messages.filter((message) => message.clientId !== clientId));
    },
    watch(watcher) {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    otherTabs: () => [...new Set(load().map((message) => message.tab))].filter((other) => other !== tab),
    takeOver(closed) {
      const left = load()
        .filter((message) => message.tab === closed)
        .map(({ tab: _, ...message }): UnsentMessage => {
          return message.state === "sending" ? { ...message, state: "waiting" } : message;
        });
      for (const message of left) write(message);
      if (left.length > 0) set([...left, ...messages].sort((one, other) => (one.at < other.at ? -1 : 1)));
      return left;
    },
  };
}

/** An empty value is taken out. False when the storage is full or forbidden, which must not stop a message from being sent. */
export function keep(storage: Pick<Storage, "setItem" | "removeItem"> | null, key: string, value: string): boolean {
  try {
    if (value === "") storage?.removeItem(key);
    else storage?.setItem(key, value);
    return storage !== null;
  } catch {
    return false;
  }
}

function parse(kept: string): Kept[] {
  try {
    const value: unknown = JSON.parse(kept);
    return isKept(value) ? [value] : [];
  } catch {
    return [];
  }
}

function isKept(value: unknown): value is Kept {
  return (
    typeof value === "object" &&
    value !== null &&
    ["clientId", "text", "conversationId", "state", "tab"].every((name) => name in value)
  );
}
