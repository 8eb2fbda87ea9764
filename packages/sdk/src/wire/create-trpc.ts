import type { ProcodeRouter } from "../procode-router.ts";
import type { CallOptions, SubscriptionObserver } from "../procedure.ts";
import type { Settings } from "../procode-options.ts";
import { callProcedure } from "./call-procedure.ts";
import { followProcedure } from "./follow-procedure.ts";
import { asRecord } from "./read-refusal.ts";

/** `trpc.conversations.list.query(…)`: the names before the last are the procedure, the last one says how it is called. */
export function createTrpc(settings: Settings): ProcodeRouter {
  return proxyOf(settings, []) as ProcodeRouter;
}

function proxyOf(settings: Settings, names: string[]): unknown {
  return new Proxy(() => undefined, {
    // Without a `then` it is no promise, so that it can be returned from an async function.
    get: (_, name) => (typeof name === "symbol" || name === "then" ? undefined : proxyOf(settings, [...names, name])),
    apply: (_, __, [input, options]) => call(settings, names.slice(0, -1).join("."), names.at(-1), input, options),
  });
}

function call(settings: Settings, path: string, verb: string | undefined, input: unknown, options: unknown): unknown {
  if (verb === "query" || verb === "mutate") {
    const type = verb === "query" ? "query" : "mutation";
    return callProcedure(settings, { path, type, input, ...(options as CallOptions | undefined) });
  }
  if (verb === "subscribe") return subscribe(settings, path, input, options as SubscriptionObserver<unknown>);
  throw new TypeError(`A procedure is called by query, mutate or subscribe; ${path}.${verb} is none of them.`);
}

function subscribe(settings: Settings, path: string, input: unknown, observer: SubscriptionObserver<unknown>) {
  const leave = new AbortController();
  const signal = observer.signal ? AbortSignal.any([observer.signal, leave.signal]) : leave.signal;
  void deliver();
  return { unsubscribe: () => leave.abort() };

  async function deliver(): Promise<void> {
    try {
      for await (const event of followProcedure(settings, { path, input: asRecord(input), signal })) {
        if (signal.aborted) return;
        observer.onData(event);
      }
      observer.onComplete?.();
    } catch (error) {
      if (!signal.aborted) observer.onError?.(error instanceof Error ? error : new Error(String(error)));
    }
  }
}
