import type { Model } from "@procode/contracts";
import type { Context } from "../context.ts";

export type Catalogue = { models: Model[]; fetchedAt: Date; stale: boolean };
type Kept = { models: Model[]; fetchedAt: string };

const KEY = "openrouter:models";
const FRESH_SECONDS = 86_400;
// Kept far longer than it is fresh, so that a provider that is away leaves the old catalogue usable.
const KEPT_SECONDS = 30 * FRESH_SECONDS;

/** The provider's models: at most a day old, fetched once however many ask, the old ones when the provider is away. */
export async function loadCatalogue(ctx: Context): Promise<Catalogue> {
  const kept = await ctx.cache.get<Kept>(KEY);
  const age = kept ? (ctx.clock.now().getTime() - new Date(kept.fetchedAt).getTime()) / 1000 : Number.POSITIVE_INFINITY;
  if (kept && age < FRESH_SECONDS) return revive(kept, false);
  return ctx.flights(KEY, async () => {
    try {
      const fresh = { models: await ctx.models.fetchModels(), fetchedAt: ctx.clock.now().toISOString() };
      await ctx.cache.set(KEY, fresh, KEPT_SECONDS);
      return revive(fresh, false);
    } catch (error) {
      if (!kept) throw error;
      ctx.log.warn("the catalogue is old: the provider did not answer", { error, ageSeconds: Math.round(age) });
      return revive(kept, true);
    }
  });
}

// A cache of another process hands dates back as text.
function revive({ models, fetchedAt }: Kept, stale: boolean): Catalogue {
  const dated =
    models[0]?.publishedAt instanceof Date
      ? models
      : models.map((model) => ({ ...model, publishedAt: new Date(model.publishedAt) }));
  return { models: dated, fetchedAt: new Date(fetchedAt), stale };
}
