import { type ModelUsage, ProcodeError } from "@procode/core";
import { z } from "zod";
import { fetchJson } from "./fetch-json.ts";
import type { OpenRouterDoor } from "./openrouter-door.ts";
import { usdFrom } from "./usd-from.ts";

const Count = z.number().int().nonnegative().nullish();
const Generation = z.object({
  data: z.object({
    total_cost: z.number().nonnegative().nullish(),
    tokens_prompt: Count,
    tokens_completion: Count,
    native_tokens_prompt: Count,
    native_tokens_completion: Count,
  }),
});

/** What an earlier call used, by the provider's id; null while OpenRouter does not know it (yet). */
export async function findUsage(door: OpenRouterDoor, providerId: string): Promise<ModelUsage | null> {
  const answer = await fetchJson(door, `/generation?id=${encodeURIComponent(providerId)}`, "usage");
  if (answer === null) return null;
  const parsed = Generation.safeParse(answer);
  if (!parsed.success) {
    const message = "OpenRouter sent a usage that cannot be read. The answer is kept and its cost is asked for again.";
    throw new ProcodeError("UNAVAILABLE", message, { reason: "provider-down" });
  }
  const { data } = parsed.data;
  return {
    // The model's own count is what is billed, and what a stream reports.
    promptTokens: data.native_tokens_prompt ?? data.tokens_prompt ?? null,
    completionTokens: data.native_tokens_completion ?? data.tokens_completion ?? null,
    costUsd: usdFrom(data.total_cost),
  };
}
