import type { Clock } from "@procode/core";

const MOST_UNDER_WAY = 2;
/** A question that hangs on a dead line holds up nobody's for longer. */
const LONGEST_WAIT_MS = 50;

type Answers<Value> = ReadonlyMap<string, Value>;
type Batch<Value> = { keys: Set<string>; answers: Promise<Answers<Value>>; leave(): void };

/**
 * Many ask for one thing each: what is asked while two questions are under way leaves together as the next one. Nobody
 * is answered by a question that left before they asked. Null for what `askAll` did not find; its errors are its askers'.
 */
export function createGatherer<Value>(
  askAll: (keys: readonly string[]) => Promise<Answers<Value>>,
  clock: Pick<Clock, "sleep">,
): (key: string) => Promise<Value | null> {
  let underWay = 0;
  let next: Batch<Value> | null = null;

  function open(): Batch<Value> {
    const keys = new Set<string>();
    const { promise, resolve } = Promise.withResolvers<Answers<Value>>();
    const batch = { keys, answers: promise, leave };
    function leave(): void {
      if (next !== batch) return;
      next = null;
      underWay++;
      resolve(askAll([...keys]).finally(arrive));
    }
    return batch;
  }

  function arrive(): void {
    underWay--;
    next?.leave();
  }

  return async (key) => {
    const isFirst = next === null;
    next ??= open();
    const batch = next;
    batch.keys.add(key);
    if (underWay < MOST_UNDER_WAY) batch.leave();
    else if (isFirst) void clock.sleep(LONGEST_WAIT_MS).then(batch.leave);
    return (await batch.answers).get(key) ?? null;
  };
}
