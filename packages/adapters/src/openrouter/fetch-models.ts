import { Model } from "@procode/contracts";
import { ProcodeError } from "@procode/core";
import { z } from "zod";
import { fetchJson } from "./fetch-json.ts";
import type { OpenRouterDoor } from "./openrouter-door.ts";

const Catalogue = z.object({ data: z.array(z.unknown()) });

// OpenRouter writes prices as dollars per token, "-1" where a router picks the model and with it the price.
const Price = z.union([z.string(), z.number()]).transform(Number).pipe(z.number().nonnegative());
const Entry = z.object({
  id: z.string().min(1),
  name: z.string().nullish(),
  description: z.string().nullish(),
  created: z.number().nullish(),
  context_length: z.number().int().positive(),
  architecture: z
    .object({ input_modalities: z.array(z.string()).nullish(), output_modalities: z.array(z.string()).nullish() })
    .nullish(),
  pricing: z.object({ prompt: Price, completion: Price }),
  top_provider: z.object({ max_completion_tokens: z.number().int().positive().nullish().catch(null) }).nullish(),
});
type Entry = z.infer<typeof Entry>;

/** The whole catalogue. An entry that cannot be understood is left out and counted in the log, never the list lost. */
export async function fetchModels(door: OpenRouterDoor): Promise<Model[]> {
  const catalogue = Catalogue.safeParse(await fetchJson(door, "/models", "catalogue"));
  if (!catalogue.success) throw unreadable();
  const models = new Map<string, Model>();
  let skipped = 0;
  for (const entry of catalogue.data.data) {
    const parsed = Entry.safeParse(entry);
    const model = parsed.success ? Model.safeParse(toModel(parsed.data, door.demo)) : parsed;
    if (model.success) models.set(model.data.id, model.data);
    else skipped += 1;
  }
  if (skipped > 0) door.log.warn("models of the catalogue were left out", { skipped, kept: models.size });
  if (models.size === 0 && skipped > 0) throw unreadable();
  return [...models.values()];
}

function toModel(entry: Entry, demo: boolean): Model {
  const { prompt, completion } = entry.pricing;
  return {
    id: entry.id,
    name: entry.name || entry.id,
    description: entry.description ?? "",
    contextTokens: entry.context_length,
    maxOutputTokens: entry.top_provider?.max_completion_tokens ?? null,
    promptUsdPerMillion: perMillion(prompt),
    completionUsdPerMillion: perMillion(completion),
    inputs: entry.architecture?.input_modalities ?? ["text"],
    outputs: entry.architecture?.output_modalities ?? ["text"],
    publishedAt: new Date((entry.created ?? 0) * 1000),
    free: prompt === 0 && completion === 0,
    demo,
  };
}

// Twelve digits are more than any price has and fewer than a float's noise.
function perMillion(perToken: number): number {
  return Number((perToken * 1_000_000).toPrecision(12));
}

function unreadable(): ProcodeError {
  const message =
    "OpenRouter sent a list of models that cannot be read. Models that were listed before stay listed; try again later.";
  return new ProcodeError("UNAVAILABLE", message, { reason: "provider-down" });
}
