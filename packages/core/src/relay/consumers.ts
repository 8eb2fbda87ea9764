import { rollUpUsage } from "../analytics/roll-up-usage.ts";
import { noteProactive } from "../integration/proactive/planning/note-proactive.ts";
import type { EventConsumer } from "./event-consumer.ts";
import type { Want } from "./event-inbox.ts";

/** Everybody who consumes events. */
export const CONSUMERS: readonly EventConsumer[] = [rollUpUsage, noteProactive];

export const wantsOf = (consumers: readonly EventConsumer[]): Want[] =>
  consumers.flatMap(({ name, types }) => types.map((type) => ({ consumer: name, type })));
