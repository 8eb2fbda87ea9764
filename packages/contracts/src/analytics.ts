import { z } from "zod";
import { Usd } from "./primitive.ts";

/** `days` whole days back from now, in UTC. */
export const UsageInput = z.object({ days: z.number().int().min(1).max(366).default(30) });
export type UsageInput = z.infer<typeof UsageInput>;

export const Usage = z.object({
  answers: z.number().int(),
  promptTokens: z.number().int(),
  completionTokens: z.number().int(),
  costUsd: Usd,
  /** Spent since midnight UTC. */
  todayUsd: Usd,
  /** Spent since the first of the month, UTC. */
  monthUsd: Usd,
  /** Answers whose cost the provider never told; they are not in the sums. */
  costUnknown: z.number().int(),
  byModel: z.array(z.object({ model: z.string(), answers: z.number().int(), costUsd: Usd })),
});
export type Usage = z.infer<typeof Usage>;
