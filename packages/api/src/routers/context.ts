import { UpdateContextInput } from "@procode/contracts";
import { getContext, updateContext } from "@procode/core";
import { z } from "zod";
import { createRouter, userProcedure } from "../trpc.ts";

export const contextRouter = createRouter({
  /** What the person told about themselves. */
  get: userProcedure.input(z.void()).query(({ ctx }) => getContext(ctx)),
  /** Changes the named fields only. */
  update: userProcedure.input(UpdateContextInput).mutation(({ ctx, input }) => updateContext(ctx, input)),
});
