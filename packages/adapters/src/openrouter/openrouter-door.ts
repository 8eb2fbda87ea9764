import type { Clock, Log, Tracer } from "@procode/core";

/** What every call to OpenRouter needs. */
export type OpenRouterDoor = {
  apiKey: string;
  /** Without a slash at its end. */
  baseUrl: string;
  clock: Clock;
  log: Log;
  tracer: Tracer;
  demo: boolean;
  stallMs: number;
  requestMs: number;
};
