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
  return serve({
    client,
    functions: createFunctions(client, services),
    enableUnauthedSync: false,
    serveOrigin: place.origin,
    servePath: place.path,
  });
}
