import type { Actor } from "./actor.ts";
import type { LiveAnswers } from "./conversation/live-answers.ts";
import type { Cache } from "./ports/cache.ts";
import type { Clock } from "./ports/clock.ts";
import type { EmailDoor } from "./ports/email.ts";
import type { Feed } from "./ports/feed.ts";
import type { Ids } from "./ports/ids.ts";
import type { Limits } from "./ports/limits.ts";
import type { Log } from "./ports/log.ts";
import type { Measures } from "./ports/measures.ts";
import type { ModelProvider } from "./ports/model-provider.ts";
import type { Passwords } from "./ports/passwords.ts";
import type { Signer } from "./ports/signer.ts";
import type { Store } from "./ports/store.ts";
import type { TelegramDoor } from "./ports/telegram.ts";
import type { Tracer } from "./ports/tracer.ts";
import type { Outbox } from "./relay/create-outbox.ts";
import type { SingleFlight } from "./single-flight.ts";
import { newTraceId } from "./trace-id.ts";

/** Everything of a process that outlives a request. Built in one place, `runtime`. */
export interface Services {
  store: Store;
  models: ModelProvider;
  cache: Cache;
  limits: Limits;
  feed: Feed;
  passwords: Passwords;
  /** Where messages go besides the web; null where this process speaks to none. */
  channels: { telegram: TelegramDoor | null; email: EmailDoor | null };
  signer: Signer;
  clock: Clock;
  ids: Ids;
  log: Log;
  measures: Measures;
  tracer: Tracer;
  /** Whose events wait for their consumers. */
  outbox: Outbox;
  /** Answers that this process is writing. */
  answers: LiveAnswers;
  /** Joins equal work that is under way at the same time. */
  flights: SingleFlight;
  /** This process, as owner of generations. */
  worker: {
    id: string;
    /** When it was last known to be cut off from the database: a beat failed, or came after its lease. Monotonic clock. */
    cutOffMs?: number;
    /** It was asked to end: what takes long begins nothing more, so that what is under way can be written down. */
    isLeaving?: boolean;
  };
}

/** What every verb gets first. */
export interface Context extends Services {
  actor: Actor;
  /** Also the id of its trace. */
  requestId: string;
  /** Where the request came from; the address is canonical, IPv6 cut to its /64. */
  client: { address: string; userAgent: string };
}

/** The context of PROCODE's own work, which no person asked for. */
export function jobContext(services: Services, name: string): Context {
  return {
    ...services,
    actor: { kind: "job", name },
    requestId: newTraceId(services.ids),
    client: { address: "", userAgent: "" },
  };
}
