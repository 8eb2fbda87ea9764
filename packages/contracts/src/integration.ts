import { z } from "zod";
import { Id } from "./primitive.ts";

/** A model of the provider's catalogue. Prices are US dollars per million tokens. */
export const Model = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  contextTokens: z.number().int().positive(),
  maxOutputTokens: z.number().int().positive().nullable(),
  promptUsdPerMillion: z.number().nonnegative(),
  completionUsdPerMillion: z.number().nonnegative(),
  inputs: z.array(z.string()),
  outputs: z.array(z.string()),
  /** The provider's own day of publication. */
  publishedAt: z.date(),
  free: z.boolean(),
  /** Answers come from the sandbox that ships with PROCODE, not from a vendor. */
  demo: z.boolean(),
});
export type Model = z.infer<typeof Model>;

export const ListModelsInput = z.object({
  /** Words to find in name or id. */
  query: z.string().max(100).optional(),
  input: z.enum(["text", "image", "file", "audio"]).optional(),
  freeOnly: z.boolean().default(false),
  sort: z.enum(["popular", "name", "price", "context", "newest"]).default("popular"),
});
export type ListModelsInput = z.infer<typeof ListModelsInput>;

export type ModelList = {
  models: Model[];
  /** Size of the whole catalogue, whatever was asked for. */
  total: number;
  /** When the catalogue was fetched; older than a day when the provider was away since. */
  fetchedAt: Date;
  stale: boolean;
};

export const ModelInput = z.object({ modelId: z.string().min(1).max(200) });
export type ModelInput = z.infer<typeof ModelInput>;

/** Left out: the model that a new conversation takes. */
export const NextModelInput = z.object({ conversationId: Id.optional() });
export type NextModelInput = z.infer<typeof NextModelInput>;

/** null goes back to PROCODE's own choice. */
export const ChooseModelInput = z.object({ modelId: z.string().min(1).max(200).nullable() });
export type ChooseModelInput = z.infer<typeof ChooseModelInput>;
