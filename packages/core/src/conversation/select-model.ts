import type { Model } from "@procode/contracts";
import { ProcodeError } from "../procode-error.ts";

export type ModelWish = {
  /** Asked for with this very message. */
  asked?: string | undefined;
  /** Chosen for the conversation. */
  conversation?: string | null | undefined;
  /** The person's preferred one. */
  preferred?: string | null | undefined;
};

// Able, fast and cheap enough that nobody is surprised by a bill; the first one that the catalogue has is taken.
const DEFAULTS = ["procode/demo", "google/gemini-2.5-flash", "openai/gpt-5-mini", "anthropic/claude-haiku-4.5"];

/**
 * The model of an answer: asked for, else the conversation's, else the person's, else PROCODE's own choice.
 * Throws INVALID unknown-model when the one asked for is not in the catalogue; an older wish that has since left the
 * catalogue is passed over.
 */
export function selectModel(models: readonly Model[], wish: ModelWish): Model {
  const byId = (id: string | null | undefined) => (id ? models.find((model) => model.id === id) : undefined);
  if (wish.asked) {
    const asked = byId(wish.asked);
    if (!asked) throw unknownModel(wish.asked);
    return asked;
  }
  const chosen = byId(wish.conversation) ?? byId(wish.preferred) ?? DEFAULTS.map(byId).find(Boolean) ?? models[0];
  if (chosen) return chosen;
  throw new ProcodeError(
    "UNAVAILABLE",
    "The list of models is empty just now. Your message is kept; try again in a minute.",
    {
      reason: "provider-down",
      retryAfterSeconds: 60,
    },
  );
}

export function unknownModel(id: string): ProcodeError {
  return new ProcodeError(
    "INVALID",
    `There is no model called "${id.slice(0, 80)}". Your message is kept; choose another model.`,
    {
      reason: "unknown-model",
    },
  );
}
