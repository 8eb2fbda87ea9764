import { ListModelsInput, type Model } from "@procode/contracts";
import { type Context, listModels, notFound, requireScope } from "@procode/core";
import { AUTO } from "./read-completion.ts";

const CHOICE = { id: AUTO, object: "model", created: 0, owned_by: "procode", name: "PROCODE's own choice" };

/** GET /api/v1/models: the whole catalogue, with PROCODE's own choice before it. */
export async function modelsBody(ctx: Context) {
  const models = await catalogue(ctx);
  return { object: "list", data: [CHOICE, ...models.map(modelBody)] };
}

/** GET /api/v1/models/{id}. Throws NOT_FOUND. */
export async function oneModelBody(ctx: Context, id: string) {
  const models = await catalogue(ctx);
  if (id === AUTO) return CHOICE;
  const model = models.find((candidate) => candidate.id === id);
  if (!model) throw notFound("model");
  return modelBody(model);
}

async function catalogue(ctx: Context): Promise<Model[]> {
  requireScope(ctx.actor, "read", "chat");
  return (await listModels(ctx, ListModelsInput.parse({}))).models;
}

function modelBody({ id, name, publishedAt, contextTokens, maxOutputTokens }: Model) {
  return {
    id,
    object: "model",
    created: Math.floor(publishedAt.getTime() / 1_000),
    owned_by: id.split("/", 1)[0] ?? "",
    name,
    context_length: contextTokens,
    max_output_tokens: maxOutputTokens,
  };
}
