/** The time door: functions for schedules and events, driven by Inngest or by the built-in executor. */
export { createJobsClient, type JobsDoor } from "./create-jobs-client.ts";
export { type JobsHandler, serveJobs } from "./serve-jobs.ts";
