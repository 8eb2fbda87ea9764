import { UsageInput } from "@procode/contracts";
import { getUsage } from "@procode/core";
import { createRouter, userProcedure } from "../trpc.ts";

export const analyticsRouter = createRouter({
  /** Answers, tokens and cost of the last days, of today and of this month. */
  usage: userProcedure.input(UsageInput).query(({ ctx, input }) => getUsage(ctx, input)),
});
