import type { Ids, JobEvent, JobSlot, NewJobRun } from "@procode/core";
import { type DataPath, valueAt } from "./read-expression.ts";
import type { JobFunction } from "./read-functions.ts";

/** The runs that an event begins: of every function that listens to it. */
export function routeEvent(functions: readonly JobFunction[], event: JobEvent, ids: Pick<Ids, "next">): NewJobRun[] {
  return functions
    .filter((fn) =>
      fn.events.some(
        ({ name, condition }) =>
          name === event.name && (!condition || valueAt(event.data, condition.path) === condition.equals),
      ),
    )
    .map((fn) => newRun(fn, event, ids));
}

/** A run of the function with what its options say of this event. */
export function newRun(fn: JobFunction, event: JobEvent, ids: Pick<Ids, "next">): NewJobRun {
  const keyOf = (path: DataPath | null) =>
    path ? `${fn.id}/${JSON.stringify(valueAt(event.data, path) ?? null)}` : fn.id;
  return {
    id: ids.next(),
    functionId: fn.id,
    dedupeKey: fn.idempotency ? `key ${JSON.stringify(valueAt(event.data, fn.idempotency) ?? null)}` : event.id,
    slots: fn.concurrency.map(
      ({ most, path }): JobSlot => ({ key: path ? `${keyOf(path)} ${path.join(".")}` : fn.id, most }),
    ),
    throttle: fn.throttle && {
      ...{ key: keyOf(fn.throttle.path), everyMs: fn.throttle.everyMs, burst: fn.throttle.burst },
    },
  };
}
