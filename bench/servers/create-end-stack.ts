type Ending = { stop(): Promise<void> };

/** What was started, ended in reverse order: at the end, on a failure and on Ctrl-C. */
export type EndStack = { add<T extends Ending>(started: T): T; endAll(): Promise<void> };

export function createEndStack(): EndStack {
  const endings: Ending[] = [];
  return {
    add(started) {
      endings.push(started);
      return started;
    },
    async endAll() {
      for (let last = endings.pop(); last; last = endings.pop()) {
        await last
          .stop()
          .catch((error: unknown) => console.error("could not end something that the bench started:", error));
      }
    },
  };
}
