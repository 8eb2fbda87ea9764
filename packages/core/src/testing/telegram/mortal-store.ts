import type { Store } from "../../ports/store.ts";

/** What a dead process's calls end with; no verb knows it, so none carries on after it. */
export class ProcessDied extends Error {
  override readonly name = "ProcessDied";
}

/**
 * The store as one process sees it. `dies` is asked at every transaction: "before" it the process ends without it, and
 * "after" it the process ends without ever hearing that it was committed. Everything later fails.
 */
export function mortalStore(store: Store, dies: () => "before" | "after" | null): Store {
  let isDead = false;
  async function run<T>(work: () => Promise<T>): Promise<T> {
    const death = isDead ? "before" : dies();
    isDead ||= death !== null;
    if (death === "before") throw new ProcessDied();
    const result = await work();
    if (death === "after") throw new ProcessDied();
    return result;
  }
  return {
    asUser: (userId, work) => run(() => store.asUser(userId, work)),
    asSystem: (work) => run(() => store.asSystem(work)),
    findSession: (sessionId) => run(() => store.findSession(sessionId)),
    lookUp: (work) => run(() => store.lookUp(work)),
    check: () => run(() => store.check()),
  };
}
