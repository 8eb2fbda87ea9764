type Ending = { stop(): Promise<void> };

/** What was started, ended in reverse order: at the end, on a failure and on Ctrl-C. */
export type EndStack = {
  /** Throws when the end has begun; what was started then is ended at once. */
  add<T extends Ending>(started: T): Promise<T>;
  /** Resolves when all of it is down, however often it is called. */
  endAll(): Promise<void>;
};

export function createEndStack(): EndStack {
  const endings: Ending[] = [];
  let ended: Promise<void> | null = null;

  async function run(): Promise<void> {
    for (let last = endings.pop(); last; last = endings.pop()) await end(last);
  }

  return {
    async add(started) {
      if (ended) {
        await end(started);
        throw new Error("The bench is ending.");
      }
      endings.push(started);
      return started;
    },
    endAll: () => (ended ??= run()),
  };
}

async function end(ending: Ending): Promise<void> {
  try {
    await ending.stop();
  } catch (error) {
    console.error("could not end something that the bench started:", error);
  }
}
