import type { Log } from "@procode/core";
import { type DestinationStream, destination as openDestination, type Logger, pino, stdTimeFunctions } from "pino";
import { prettyFactory } from "pino-pretty";
import { createRedact } from "./create-redact.ts";

export type PinoLogOptions = {
  level: "fatal" | "error" | "warn" | "info" | "debug" | "trace" | "silent";
  /** For a person at a terminal instead of a machine. */
  pretty?: boolean;
  /** Exact values that must never appear, whatever they look like. */
  secrets?: readonly string[];
  /** Of the stage that writes a line; null outside of any. */
  traceId?: () => string | null;
  /** Standard output when left out. */
  destination?: DestinationStream;
};

/** One JSON object a line, written before the call returns, so that a crash loses none. Secrets are removed from all of it. */
export function createPinoLog({
  level,
  pretty = false,
  secrets = [],
  traceId,
  destination = openDestination(1),
}: PinoLogOptions): Log {
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    ...(traceId && { mixin: () => traceOf(traceId()) }),
  };
  return wrap(pino(options, pretty ? readable(destination) : destination), createRedact(secrets));
}

const traceOf = (traceId: string | null): { traceId?: string } => (traceId === null ? {} : { traceId });

function readable(destination: DestinationStream): DestinationStream {
  const render = prettyFactory({ colorize: true, translateTime: "SYS:HH:MM:ss.l" });
  return { write: (line) => destination.write(render(line)) };
}

function wrap(logger: Logger, redact: (value: unknown) => unknown): Log {
  const write = (level: "debug" | "info" | "warn" | "error") => (message: string, fields?: Record<string, unknown>) => {
    if (logger.isLevelEnabled(level)) logger[level](redact(fields ?? {}) as object, String(redact(message)));
  };
  return {
    debug: write("debug"),
    info: write("info"),
    warn: write("warn"),
    error: write("error"),
    child: (fields) => wrap(logger.child(redact(fields) as Record<string, unknown>), redact),
  };
}
