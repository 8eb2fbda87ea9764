import type { Ids } from "./ports/ids.ts";

const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The id of a request, its log lines, its errors and its trace: one thing, 32 hex digits, as trace viewers look for it. */
export const newTraceId = (ids: Pick<Ids, "next">): string => ids.next().replaceAll("-", "");

/** The id within a `traceparent`; null for what is none. */
export const traceIdOf = (traceparent: unknown): string | null =>
  (typeof traceparent === "string" ? TRACEPARENT.exec(traceparent)?.[1] : undefined) ?? null;
