import { type Clock, type Log, type ModelProvider, NO_TRACER, type Tracer } from "@procode/core";
import { fetchModels } from "./fetch-models.ts";
import { findUsage } from "./find-usage.ts";
import type { OpenRouterDoor } from "./openrouter-door.ts";
import { streamAnswer } from "./stream-answer.ts";

export type OpenRouterOptions = {
  apiKey: string;
  baseUrl: string;
  clock: Clock;
  log: Log;
  /** Nothing is traced when left out. */
  tracer?: Tracer;
  /** True when the sandbox answers at `baseUrl`; every model is then marked as a demo. */
  demo?: boolean;
  /** How long an answer may be silent. 30,000 when left out. */
  stallMs?: number;
  /** How long the catalogue or a usage may take. 15,000 when left out. */
  requestMs?: number;
};

/** OpenRouter, by its own protocol. Never tries again by itself, and never writes down keys or words. */
export function createOpenRouterProvider(options: OpenRouterOptions): ModelProvider {
  const { apiKey, clock, log, tracer = NO_TRACER, demo = false, stallMs = 30_000, requestMs = 15_000 } = options;
  const baseUrl = options.baseUrl.replace(/\/+$/, "");
  const door: OpenRouterDoor = {
    apiKey,
    baseUrl,
    clock,
    log,
    tracer,
    demo,
    stallMs,
    requestMs,
  };
  return {
    fetchModels: () => fetchModels(door),
    stream: (request) => streamAnswer(door, request),
    findUsage: (providerId) => findUsage(door, providerId),
  };
}
