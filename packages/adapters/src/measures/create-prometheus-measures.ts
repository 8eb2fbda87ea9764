import type { Measures } from "@procode/core";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const MOST_LABELS = 400;

export type PrometheusMeasures = Measures & {
  /** All figures in Prometheus's text format. */
  render(): Promise<string>;
  contentType: string;
};

/** The figures of one process, in a registry of their own. */
export function createPrometheusMeasures(): PrometheusMeasures {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const responseTime = new Histogram({
    name: "api_response_time",
    help: "Seconds that a request to the web door took.",
    labelNames: ["endpoint"] as const,
    buckets: SECONDS,
    registers,
  });
  const errors = new Counter({
    name: "api_errors_total",
    help: "Requests that ended in an error.",
    labelNames: ["endpoint", "error_type"] as const,
    registers,
  });
  const requests = new Counter({
    name: "ai_requests_total",
    help: "Calls to a model.",
    labelNames: ["model"] as const,
    registers,
  });
  const spent = new Gauge({ name: "ai_cost_daily", help: "US dollars spent since midnight UTC.", registers });
  const lag = new Gauge({
    name: "event_relay_lag_seconds",
    help: "Age of the oldest event that waits for a consumer, as this process found it.",
    registers,
  });
  const dead = new Gauge({
    name: "event_relay_dead",
    help: "Events that a consumer could not take and that were given up.",
    registers,
  });
  const endpointLabel = boundedLabel();
  const modelLabel = boundedLabel();

  return {
    responded: (endpoint, seconds) => responseTime.observe({ endpoint: endpointLabel(endpoint) }, seconds),
    failed: (endpoint, errorType) => errors.inc({ endpoint: endpointLabel(endpoint), error_type: errorType }),
    requestedModel: (model) => requests.inc({ model: modelLabel(model) }),
    spentToday: (usd) => spent.set(usd),
    relayed(state) {
      lag.set(state.lagSeconds);
      dead.set(state.dead);
    },
    render: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

// Each label value lives for ever in the registry, so names that outsiders choose must not grow without end.
function boundedLabel(): (name: string) => string {
  const known = new Set<string>();
  return (name) => {
    if (known.has(name)) return name;
    if (known.size >= MOST_LABELS) return "other";
    known.add(name);
    return name;
  };
}
