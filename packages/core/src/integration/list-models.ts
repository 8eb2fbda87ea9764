import type { ListModelsInput, Model, ModelList } from "@procode/contracts";
import { requireUser } from "../actor.ts";
import type { Context } from "../context.ts";
import { loadCatalogue } from "../conversation/model-catalogue.ts";

/** Anyone signed in: the catalogue, filtered and sorted. */
export async function listModels(ctx: Context, input: ListModelsInput): Promise<ModelList> {
  requireUser(ctx.actor);
  const { models, fetchedAt, stale } = await loadCatalogue(ctx);
  const words = (input.query ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  const found = models.filter(
    (model) =>
      (!input.freeOnly || model.free) &&
      (!input.input || model.inputs.includes(input.input)) &&
      words.every((word) => `${model.name} ${model.id}`.toLowerCase().includes(word)),
  );
  return { models: sorted(found, input.sort), total: models.length, fetchedAt, stale };
}

function sorted(models: Model[], by: ListModelsInput["sort"]): Model[] {
  const price = (model: Model) => model.promptUsdPerMillion + model.completionUsdPerMillion;
  switch (by) {
    case "popular":
      return models;
    case "name":
      return models.toSorted((a, b) => a.name.localeCompare(b.name, "en"));
    case "price":
      return models.toSorted((a, b) => price(a) - price(b));
    case "context":
      return models.toSorted((a, b) => b.contextTokens - a.contextTokens);
    case "newest":
      return models.toSorted((a, b) => b.publishedAt.getTime() - a.publishedAt.getTime());
  }
}
