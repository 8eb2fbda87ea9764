/** About a stage: ids of rows, counts, names of models and procedures. Never a person's words, an address or a secret. */
export type StageFacts = Record<string, string | number | boolean | null | undefined>;

/** A stage that is under way. */
export interface Stage {
  /** What a row or a request carries on to whoever goes on with it, as W3C writes it; null where nothing is traced. */
  readonly traceparent: string | null;
  note(facts: StageFacts): void;
  /** Once. Of an error no more than its reason is told. */
  end(error?: unknown): void;
}
/**
 * Where what follows belongs: `traceparent` goes on with what a row or a trusted caller carries, and null begins a
 * trace; `traceId` begins one under this id, 32 hex digits.
 */
export type TraceOrigin = { traceparent: string | null } | { traceId: string };

/** One trace over all stages of a thing, in whatever process. Costs a call that does nothing where tracing is off. */
export interface Tracer {
  /** A stage of its own; what `work` does belongs to it. Left out, the origin is the stage that asks. */
  span<T>(name: string, facts: StageFacts, work: (stage: Stage) => Promise<T>, origin?: TraceOrigin): Promise<T>;
  /** The same where no function holds all of the stage; whoever begins it ends it. */
  begin(name: string, facts: StageFacts, origin?: TraceOrigin): Stage;
  /** Stages within `work` belong there, without one around them. */
  within<T>(origin: TraceOrigin, work: () => T): T;
  /** Of the stage that asks; null outside of any, and where tracing is off. */
  traceparent(): string | null;
  traceId(): string | null;
}

const NO_STAGE: Stage = { traceparent: null, note: () => undefined, end: () => undefined };

/** Traces nothing. */
export const NO_TRACER: Tracer = {
  span: (_name, _facts, work) => work(NO_STAGE),
  begin: () => NO_STAGE,
  within: (_origin, work) => work(),
  traceparent: () => null,
  traceId: () => null,
};
