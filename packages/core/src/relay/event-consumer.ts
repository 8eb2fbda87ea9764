import type { DomainEvent, DomainEventType } from "@procode/contracts";
import type { Context } from "../context.ts";
import type { UserStore } from "../ports/store.ts";

type Named = {
  /** Stands in every person's cursor: a new name begins with the oldest event that is kept. */
  name: string;
  types: readonly DomainEventType[];
  /** What its work is called in a trace; its name when left out. */
  stage?: string;
};
/** Changes the store and nothing else: its effect and the mark that the event is consumed commit together. */
export type InsideConsumer = Named & {
  consume(tx: UserStore, event: DomainEvent, ctx: Context): Promise<void>;
  /** What it does for one event is done for all that stand beside it: the first of a transaction is enough. */
  doesAllAtOnce?: true;
  /** Whether its events are of any interest to it for this person; asked once a transaction. */
  isConcerned?(tx: UserStore): Promise<boolean>;
};
/** Does something outside, at least once: the event's id is its idempotency key. Ends within half a minute, or another process begins. */
export type OutsideConsumer = Named & { deliver(ctx: Context, event: DomainEvent): Promise<void> };
/** Who is given each event of its types: of one person one after another, in the order of their commits. */
export type EventConsumer = InsideConsumer | OutsideConsumer;
