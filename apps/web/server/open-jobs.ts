import type { Services } from "@procode/core";
import { createJobsClient, type JobsHandler, serveJobs } from "@procode/jobs";
import { type CompleteEnv, createJobExecutor } from "@procode/runtime";
import { INNGEST_PATH } from "./inngest-door.ts";

export type OpenJobs = {
  /** For the door, where Inngest drives; null where this process does. */
  handle: JobsHandler | null;
  stop(withinMs: number): Promise<void>;
};

/** With Inngest's keys its calls drive the jobs; without them the built-in executor drives the same functions. Throws where one can not. */
export async function openJobs(services: Services, { inngest, appUrl }: CompleteEnv): Promise<OpenJobs> {
  const { signingKey, eventKey, baseUrl } = inngest;
  const { log } = services;
  if (signingKey !== null && eventKey !== null) {
    const client = createJobsClient({ kind: "inngest", signingKey, eventKey, baseUrl, log });
    const handle = serveJobs(client, services, { origin: new URL(appUrl).origin, path: INNGEST_PATH });
    return { handle, stop: async () => undefined };
  }
  const executor = createJobExecutor(services);
  const client = createJobsClient({ kind: "built-in", fetch: executor.fetch, log });
  await executor.load(serveJobs(client, services, { origin: "http://localhost", path: INNGEST_PATH }));
  executor.run();
  return { handle: null, stop: executor.stop };
}
