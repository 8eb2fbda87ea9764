import type { Caller } from "@procode/api";
import type { Model, NextModelInput } from "@procode/contracts";

/** The model of the next message; null while the provider's catalogue cannot be had, which must not take the history away. */
export async function modelOrNull(caller: Caller, input: NextModelInput): Promise<Model | null> {
  try {
    return await caller.models.next(input);
  } catch {
    return null;
  }
}
