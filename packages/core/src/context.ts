import type { Actor } from "./actor.ts";
import type { LiveAnswers } from "./conversation/live-answers.ts";
import type { Cache } from "./ports/cache.ts";
import type { Clock } from "./ports/clock.ts";
import type { Ids } from "./ports/ids.ts";
import type { Limits } from "./ports/limits.ts";
import type { Log } from "./ports/log.ts";
import type { Measures } from "./ports/measures.ts";
import type { ModelProvider } from "./ports/model-provider.ts";
import type { Passwords } from "./ports/passwords.ts";
import type { Store } from "./ports/store.ts";

/** Everything of a process that outlives a request. Built in one place, `runtime`. */
export interface Services {
  store: Store;
  models: ModelProvider;
  cache: Cache;
  limits: Limits;
  passwords: Passwords;
  clock: Clock;
  ids: Ids;
  log: Log;
  measures: Measures;
  /** Answers that this process is writing. */
  answers: LiveAnswers;
  /** This process, as owner of generations. */
  worker: { id: string };
}

/** What every verb gets first. */
export interface Context extends Services {
  actor: Actor;
  requestId: string;
}
