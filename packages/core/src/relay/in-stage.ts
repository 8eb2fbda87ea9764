import type { Context } from "../context.ts";
import type { EventConsumer } from "./event-consumer.ts";
import type { TracedEvent } from "./event-inbox.ts";

/** Work for an event, as a stage of the trace in which it was appended. */
export function inStage(
  ctx: Context,
  { name, stage }: EventConsumer,
  { id: eventId, type, trace: traceparent }: TracedEvent,
  work: () => Promise<void>,
): Promise<void> {
  return ctx.tracer.span(stage ?? name, { consumer: name, eventId, type }, work, { traceparent });
}
