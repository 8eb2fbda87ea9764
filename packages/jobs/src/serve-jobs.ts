import type { Inngest } from "inngest";
import { serve } from "inngest/edge";
import type { Services } from "@procode/core";
import { createFunctions } from "./functions/index.ts";

export type JobsHandler = (request: Request) => Promise<Response>;

/**
 * What Inngest, or the built-in executor, calls: all functions behind the SDK's own protocol. Also a sync has to be
 * signed, unless the client's calls stay in this process.
 */
export function serveJobs(
  client: Inngest.Any,
  services: Services,
  place: { origin: string; path: string },
): JobsHandler {
  const handle = serve({
    client,
    functions: createFunctions(client, services),
    enableUnauthedSync: false,
    serveOrigin: place.origin,
    servePath: place.path,
  });
  return (request) => inStage(services, request, handle);
}

/** A call of a function as a stage; those of one run are one trace, where its id can be one of a trace. */
function inStage({ tracer }: Services, request: Request, handle: JobsHandler): Promise<Response> {
  const query = new URL(request.url).searchParams;
  const functionId = query.get("fnId");
  if (functionId === null) return handle(request);
  const runId = request.headers.get("x-run-id");
  const traceId = runId?.replaceAll("-", "") ?? "";
  const origin = /^[0-9a-f]{32}$/.test(traceId) ? { traceId } : { traceparent: null };
  return tracer.span("job", { functionId, stepId: query.get("stepId"), runId }, () => handle(request), origin);
}
