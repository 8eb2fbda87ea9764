import type { ErrorReason } from "@procode/contracts";

/** A message that the server has not confirmed. It lives in the browser's storage, so that no reload or sign-out loses it. */
export type UnsentMessage = {
  /** Made once; the server knows a message by it, however often it is sent. */
  clientId: string;
  /** null for a chat that the server has not begun yet. */
  conversationId: string | null;
  text: string;
  model: string | null;
  state: "waiting" | "sending" | "failed";
  /** It went out once and the server may have it; to send it again only asks for the ids. */
  tried: boolean;
  failure: { reason: ErrorReason | "no-connection"; message: string; requestId?: string | undefined } | null;
  /** ISO time of writing. */
  at: string;
};
type Storage = Pick<globalThis.Storage, "getItem" | "setItem" | "removeItem">;
export type UnsentBox = {
  /** The same array until something changes, as useSyncExternalStore needs it. */
  read(): readonly UnsentMessage[];
  add(message: UnsentMessage): void;
  change(clientId: string, change: Partial<UnsentMessage>): void;
  remove(clientId: string): void;
  watch(watcher: () => void): () => void;
  /** Another tab changed the storage. Returns the messages that are gone: it has sent them, or was told not to. */
  reload(): UnsentMessage[];
};

/** The unsent messages of one person. What was on its way when the page closed waits again: to send it twice is harmless. */
export function createUnsentBox(storage: Storage | null, key: string): UnsentBox {
  // Another tab that had not heard of it yet may write one back that was sent from here.
  const gone = new Set<string>();
  let messages = load().map(
    (message): UnsentMessage => (message.state === "sending" ? { ...message, state: "waiting" } : message),
  );
  const watchers = new Set<() => void>();

  function load(): UnsentMessage[] {
    try {
      const kept: unknown = JSON.parse(storage?.getItem(key) ?? "[]");
      return Array.isArray(kept) ? kept.filter(isUnsent).filter(({ clientId }) => !gone.has(clientId)) : [];
    } catch {
      return [];
    }
  }
  function set(next: UnsentMessage[]): void {
    messages = next;
    keep(storage, key, next);
    for (const watcher of watchers) watcher();
  }

  return {
    read: () => messages,
    add: (message) => set([...messages, message]),
    change: (clientId, change) =>
      set(messages.map((message) => (message.clientId === clientId ? { ...message, ...change } : message))),
    remove(clientId) {
      gone.add(clientId);
      set(messages.filter((message) => message.clientId !== clientId));
    },
    watch(watcher) {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    reload() {
      // What this tab is sending stays as it is; the rest is as the other tab left it.
      const here = new Map(
        messages.filter((message) => message.state === "sending").map((message) => [message.clientId, message]),
      );
      const before = messages;
      messages = load().map((message) => here.get(message.clientId) ?? message);
      for (const watcher of watchers) watcher();
      return before.filter(({ clientId }) => !messages.some((message) => message.clientId === clientId));
    },
  };
}

/** False when the storage is full or forbidden, which must not stop a message from being sent. */
export function keep(storage: Storage | null, key: string, value: readonly unknown[] | string): boolean {
  try {
    if (value.length === 0) storage?.removeItem(key);
    else storage?.setItem(key, typeof value === "string" ? value : JSON.stringify(value));
    return storage !== null;
  } catch {
    return false;
  }
}

function isUnsent(value: unknown): value is UnsentMessage {
  return (
    typeof value === "object" &&
    value !== null &&
    "clientId" in value &&
    "text" in value &&
    "conversationId" in value &&
    "state" in value
  );
}
