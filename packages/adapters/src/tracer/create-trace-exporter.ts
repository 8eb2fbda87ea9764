import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import type { SpanExporter } from "@opentelemetry/sdk-trace";
import type { Log } from "@procode/core";

type ExporterOptions = { endpoint: string; headers: Record<string, string>; timeoutMs: number; log: Log };

/** Hands stages to a collector as OTLP's JSON; tells once that it does not take them, and once that it does again. */
export function createTraceExporter({ endpoint, headers, timeoutMs, log }: ExporterOptions): SpanExporter {
  const url = `${endpoint.replace(/\/+$/, "")}/v1/traces`;
  const otlp = new OTLPTraceExporter({ url, headers, timeoutMillis: timeoutMs });
  let isAway = false;
  return {
    export(spans, done) {
      otlp.export(spans, (result) => {
        const failed = result.error !== undefined;
        if (failed && !isAway) log.warn("the collector takes no traces; all else goes on", { error: result.error });
        if (!failed && isAway) log.info("the collector takes traces again");
        isAway = failed;
        done(result);
      });
    },
    forceFlush: () => otlp.forceFlush(),
    shutdown: () => otlp.shutdown(),
  };
}
