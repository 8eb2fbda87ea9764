import type { GenerationOptions } from "../../conversation/generation-repository.ts";
import type { ModelUsage } from "../../ports/model-provider.ts";

/** What a program asks for: its own turns, oldest first, and how they are to be answered. */
export type Completion = {
  /** Null takes the model that the person's next message would take. */
  model: string | null;
  turns: { role: "user" | "assistant"; text: string }[];
  options: GenerationOptions;
};

/** A completion as it comes. A failure is thrown as a ProcodeError, whatever came before it. */
export type CompletionPart =
  | { type: "started"; id: string; model: string }
  | { type: "text"; text: string }
  /** `finishReason` as the provider said it: "stop", "length", "content_filter". */
  | { type: "finished"; finishReason: string; usage: ModelUsage };
