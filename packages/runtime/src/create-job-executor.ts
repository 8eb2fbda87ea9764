import { createExecutor, type Executor } from "@procode/adapters";
import type { Services } from "@procode/core";

/** What drives the jobs of this process where Inngest does not. */
export const createJobExecutor = ({ store, clock, ids, log, worker }: Services): Executor =>
  createExecutor({ store, clock, ids, log, worker });
