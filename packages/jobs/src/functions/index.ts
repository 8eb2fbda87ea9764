import type { Inngest, InngestFunction } from "inngest";
import type { Services } from "@procode/core";
import { analyseConversation } from "./analyse-conversation.ts";
import { cleanUp } from "./clean-up.ts";
import { deliverProactive } from "./deliver-proactive.ts";
import { findProactive } from "./find-proactive.ts";
import { findRested } from "./find-rested.ts";
import { planProactive } from "./plan-proactive.ts";
import { pruneJobRows } from "./prune-job-rows.ts";
import { pruneOutbox } from "./prune-outbox.ts";
import { rollUpUsage } from "./roll-up-usage.ts";

type JobFunction = (client: Inngest.Any, services: Services) => InngestFunction.Any;

/** Every function, one a line. */
const FUNCTIONS: readonly JobFunction[] = [
  analyseConversation,
  cleanUp,
  deliverProactive,
  findProactive,
  findRested,
  planProactive,
  pruneJobRows,
  pruneOutbox,
  rollUpUsage,
];

export const createFunctions = (client: Inngest.Any, services: Services): InngestFunction.Any[] =>
  FUNCTIONS.map((create) => create(client, services));
