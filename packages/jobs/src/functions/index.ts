import type { Inngest, InngestFunction } from "inngest";
import type { Services } from "@procode/core";
import { deliverProactive } from "./deliver-proactive.ts";
import { findProactive } from "./find-proactive.ts";
import { planProactive } from "./plan-proactive.ts";
import { pruneJobRows } from "./prune-job-rows.ts";
import { pruneOutbox } from "./prune-outbox.ts";
import { pruneTelegramRows } from "./prune-telegram-rows.ts";
import { rollUpUsage } from "./roll-up-usage.ts";

type JobFunction = (client: Inngest.Any, services: Services) => InngestFunction.Any;

/** Every function, one a line. */
const FUNCTIONS: readonly JobFunction[] = [
  deliverProactive,
  findProactive,
  planProactive,
  pruneJobRows,
  pruneOutbox,
  pruneTelegramRows,
  rollUpUsage,
];

export const createFunctions = (client: Inngest.Any, services: Services): InngestFunction.Any[] =>
  FUNCTIONS.map((create) => create(client, services));
