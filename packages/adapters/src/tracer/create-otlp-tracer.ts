import { AsyncLocalStorage } from "node:async_hooks";
import { type Context, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace as traces } from "@opentelemetry/api";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, RandomIdGenerator, TracerProvider } from "@opentelemetry/sdk-trace";
import {
  type Clock,
  type Log,
  ProcodeError,
  type Stage,
  type StageFacts,
  type TraceOrigin,
  type Tracer,
} from "@procode/core";
import { createTraceExporter } from "./create-trace-exporter.ts";
import { readTraceparent, writeTraceparent } from "./traceparent.ts";
import { createSampler, type SamplerName } from "./create-sampler.ts";

export type OtlpTracerOptions = {
  /** Of the collector, to which /v1/traces is added, as OTEL_EXPORTER_OTLP_ENDPOINT says it. */
  endpoint: string;
  headers: Record<string, string>;
  serviceName: string;
  instanceId: string;
  sampler: { name: SamplerName; ratio: number };
  clock: Pick<Clock, "sleep">;
  log: Log;
  /** How long stages are gathered before they leave. 1,000 when left out. */
  gatherMs?: number;
};
export type OtlpTracer = Tracer & {
  /** Hands over what is gathered; gives up after `withinMs`. */
  stop(withinMs: number): Promise<void>;
};

/** More wait for a collector that is slow or away than this, and the newest are lost; nobody waits for it. */
const MOST_WAITING = 2_048;
const AT_ONCE = 256;
const EXPORT_MS = 5_000;
const LONGEST_FACT = 200;

// The stage that is under way where code runs, or the id under which the next one begins a trace.
type Place = { context: Context; traceId: string | null };
const NOWHERE: Place = { context: ROOT_CONTEXT, traceId: null };

const KINDS: Record<string, SpanKind> = {
  provider: SpanKind.CLIENT,
  delivery: SpanKind.CLIENT,
  polling: SpanKind.CONSUMER,
  queue: SpanKind.PRODUCER,
};

/** Traces in OpenTelemetry's own words, over OTLP/HTTP. Whatever becomes of the collector, no caller notices. */
export function createOtlpTracer(options: OtlpTracerOptions): OtlpTracer {
  const random = new RandomIdGenerator();
  // The SDK asks for an id within the very call that begins a trace.
  let wanted: string | null = null;
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      "service.name": options.serviceName,
      "service.instance.id": options.instanceId,
    }),
    sampler: createSampler(options.sampler),
    spanLimits: { attributeValueLengthLimit: LONGEST_FACT },
    idGenerator: {
      generateTraceId: () => wanted ?? random.generateTraceId(),
      generateSpanId: () => random.generateSpanId(),
    },
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: createTraceExporter({ ...options, timeoutMs: EXPORT_MS }),
        maxQueueSize: MOST_WAITING,
        maxExportBatchSize: AT_ONCE,
        scheduledDelayMillis: options.gatherMs ?? 1_000,
        exportTimeoutMillis: EXPORT_MS,
      }),
    ],
  });
  const tracer = provider.getTracer("procode");
  const places = new AsyncLocalStorage<Place>();
  const here = (): Place => places.getStore() ?? NOWHERE;

  function start(name: string, facts: StageFacts, origin: TraceOrigin | undefined): Span {
    const { context, traceId } = origin ? placeOf(origin) : here();
    wanted = traceId;
    try {
      return tracer.startSpan(
        name,
        { kind: KINDS[name] ?? SpanKind.INTERNAL, attributes: attributesOf(facts) },
        context,
      );
    } finally {
      wanted = null;
    }
  }

  return {
    async span(name, facts, work, origin) {
      const span = start(name, facts, origin);
      const stage = asStage(span);
      return places.run({ context: traces.setSpan(ROOT_CONTEXT, span), traceId: null }, async () => {
        try {
          const result = await work(stage);
          stage.end();
          return result;
        } catch (error) {
          stage.end(error);
          throw error;
        }
      });
    },
    begin: (name, facts, origin) => asStage(start(name, facts, origin)),
    within: (origin, work) => places.run(placeOf(origin), work),
    traceparent() {
      const known = traces.getSpanContext(here().context);
      return known ? writeTraceparent(known) : null;
    },
    traceId() {
      const { context, traceId } = here();
      return traces.getSpanContext(context)?.traceId ?? traceId;
    },
    async stop(withinMs) {
      const over = new AbortController();
      const handedOver = provider
        .shutdown()
        .catch((error: unknown) => options.log.warn("the last traces were not handed over", { error }));
      await Promise.race([handedOver, options.clock.sleep(withinMs, over.signal)]);
      over.abort();
    },
  };
}

function placeOf(origin: TraceOrigin): Place {
  if ("traceId" in origin) return { context: ROOT_CONTEXT, traceId: origin.traceId };
  const known = readTraceparent(origin.traceparent);
  return known ? { context: traces.setSpanContext(ROOT_CONTEXT, known), traceId: null } : NOWHERE;
}

function asStage(span: Span): Stage {
  return {
    traceparent: writeTraceparent(span.spanContext()),
    note: (facts) => void span.setAttributes(attributesOf(facts)),
    end(error) {
      if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: reasonOf(error) });
      span.end();
    },
  };
}

// The words of an error may be a person's; its reason never is.
const reasonOf = (error: unknown): string =>
  error instanceof ProcodeError ? error.details.reason : error instanceof Error ? error.name : "unknown";

function attributesOf(facts: StageFacts): Record<string, string | number | boolean> {
  const told: Record<string, string | number | boolean> = {};
  for (const [name, fact] of Object.entries(facts))
    if (fact !== null && fact !== undefined) told[`procode.${name}`] = fact;
  return told;
}
