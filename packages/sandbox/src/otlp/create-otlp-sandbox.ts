import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";

/** A span as a collector keeps it; times in nanoseconds since 1970. */
export type TakenSpan = {
  service: string;
  /** The process that it came from. */
  instance: string;
  traceId: string;
  spanId: string;
  parentSpanId: string | null;
  name: string;
  startedAt: bigint;
  endedAt: bigint;
  attributes: Record<string, string | number | boolean>;
  /** The message of its status where it failed. */
  failed: string | null;
};
export type OtlpSandbox = {
  /** For OTEL_EXPORTER_OTLP_ENDPOINT. */
  url: string;
  /** All spans so far, in the order in which they began. */
  spans(): TakenSpan[];
  /** All that was sent, as it came. */
  bodies(): string[];
  /** How it answers from now on; `null` for never. */
  answer(status: number | null): void;
  close(): Promise<void>;
};

type Value = { stringValue?: string; intValue?: string | number; doubleValue?: number; boolValue?: boolean };
type Attributes = { key: string; value: Value }[];
type WireSpan = {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes?: Attributes;
  status?: { code?: number; message?: string };
};
type WireTraces = {
  resourceSpans?: { resource?: { attributes?: Attributes }; scopeSpans?: { spans?: WireSpan[] }[] }[];
};
const FAILED = 2;

/** Starts a stand-in for a collector: takes OTLP's traces as JSON over HTTP and keeps them. */
export async function createOtlpSandbox(): Promise<OtlpSandbox> {
  const bodies: string[] = [];
  let status: number | null = 200;
  const server = createServer(async (request, response) => {
    const body = await readAll(request);
    if (status === null) return;
    if (request.url !== "/v1/traces" || request.headers["content-type"] !== "application/json")
      return void response.writeHead(415).end();
    if (status === 200) bodies.push(body);
    response.writeHead(status, { "content-type": "application/json" }).end("{}");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The sandbox has no TCP address.");
  return {
    url: `http://127.0.0.1:${address.port}`,
    spans: () => inOrder(bodies.flatMap(readSpans)),
    bodies: () => bodies,
    answer(next) {
      status = next;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

/** Begins are told to the millisecond: of one moment, whatever stands above is first, and then what was over first. */
function inOrder(spans: readonly TakenSpan[]): TakenSpan[] {
  const parents = new Map(spans.map(({ spanId, parentSpanId }) => [spanId, parentSpanId]));
  const depthOf = (id: string | null | undefined): number => (id ? 1 + depthOf(parents.get(id)) : 0);
  const placed = spans.map((span) => ({ span, depth: depthOf(span.parentSpanId) }));
  const compare = (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0);
  return placed
    .sort(
      (a, b) =>
        compare(a.span.startedAt, b.span.startedAt) || a.depth - b.depth || compare(a.span.endedAt, b.span.endedAt),
    )
    .map(({ span }) => span);
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function readSpans(body: string): TakenSpan[] {
  const { resourceSpans = [] } = JSON.parse(body) as WireTraces;
  return resourceSpans.flatMap(({ resource, scopeSpans = [] }) => {
    const about = readAttributes(resource?.attributes);
    const [service, instance] = [String(about["service.name"]), String(about["service.instance.id"])];
    return scopeSpans.flatMap(({ spans = [] }) => spans.map((span) => ({ service, instance, ...readSpan(span) })));
  });
}

const readSpan = ({ traceId, spanId, parentSpanId, name, status, ...span }: WireSpan) => ({
  ...{ traceId, spanId, parentSpanId: parentSpanId ?? null, name },
  startedAt: BigInt(span.startTimeUnixNano),
  endedAt: BigInt(span.endTimeUnixNano),
  attributes: readAttributes(span.attributes),
  failed: status?.code === FAILED ? (status.message ?? "") : null,
});

function readAttributes(attributes: Attributes = []): TakenSpan["attributes"] {
  const read = ({ stringValue, intValue, doubleValue, boolValue }: Value) =>
    stringValue ?? (intValue === undefined ? (doubleValue ?? boolValue ?? "") : Number(intValue));
  return Object.fromEntries(attributes.map(({ key, value }) => [key, read(value)]));
}
