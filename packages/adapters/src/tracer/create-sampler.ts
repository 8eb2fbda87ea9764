import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
} from "@opentelemetry/sdk-trace";

/** As OTEL_TRACES_SAMPLER names them. */
export type SamplerName =
  | "always_on"
  | "always_off"
  | "traceidratio"
  | "parentbased_always_on"
  | "parentbased_always_off"
  | "parentbased_traceidratio";

/** Which traces are kept; `ratio`, from 0 to 1, is for those that keep a share. Parent based ones keep what began kept. */
export function createSampler({ name, ratio }: { name: SamplerName; ratio: number }): Sampler {
  if (name.startsWith("parentbased_")) return new ParentBasedSampler({ root: rootOf(name, ratio) });
  return rootOf(name, ratio);
}

function rootOf(name: SamplerName, ratio: number): Sampler {
  if (name.endsWith("always_off")) return new AlwaysOffSampler();
  return name.endsWith("always_on") ? new AlwaysOnSampler() : new TraceIdRatioBasedSampler(ratio);
}
