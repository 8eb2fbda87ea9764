import { createServices, readEnv, requireComplete, startBackground } from "@procode/runtime";
import { openJobs } from "../../../apps/web/server/open-jobs.ts";

/** A web process without its pages: the executor of jobs and what keeps it alive, and nothing that people come to. */
async function main(): Promise<void> {
  const env = requireComplete(readEnv(process.env));
  const { services, close } = await createServices(env);
  const background = await startBackground(services);
  const jobs = await openJobs(services, env);
  const stop = async () => {
    services.worker.isLeaving = true;
    await jobs.stop(6_000);
    await background.stop(1_500);
    await close();
    process.exit(0);
  };
  process.once("SIGTERM", stop);
  // The one who started it is gone, however it went.
  process.once("disconnect", stop);
  process.send?.({ ready: services.worker.id });
}

await main();
