import type { Model, ModelInput } from "@procode/contracts";
import { requireUser } from "../actor.ts";
import type { Context } from "../context.ts";
import { notFound } from "../procode-error.ts";
import { loadCatalogue } from "../conversation/model-catalogue.ts";

/** Anyone signed in: one model. Throws NOT_FOUND. */
export async function getModel(ctx: Context, { modelId }: ModelInput): Promise<Model> {
  requireUser(ctx.actor);
  const { models } = await loadCatalogue(ctx);
  const model = models.find(({ id }) => id === modelId);
  if (!model) throw notFound("model");
  return model;
}
