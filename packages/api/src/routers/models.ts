import { ChooseModelInput, ListModelsInput, ModelInput, NextModelInput } from "@procode/contracts";
import { chooseModel, getModel, getNextModel, listModels } from "@procode/core";
import { createRouter, userProcedure } from "../trpc.ts";

export const modelsRouter = createRouter({
  /** The catalogue, at most a day old, with prices in US dollars per million tokens. */
  list: userProcedure.input(ListModelsInput).query(({ ctx, input }) => listModels(ctx, input)),
  get: userProcedure.input(ModelInput).query(({ ctx, input }) => getModel(ctx, input)),
  /** The model that the next message takes. */
  next: userProcedure.input(NextModelInput).query(({ ctx, input }) => getNextModel(ctx, input)),
  /** The model that new conversations take; null leaves it to PROCODE. */
  choose: userProcedure.input(ChooseModelInput).mutation(({ ctx, input }) => chooseModel(ctx, input)),
});
