import type { Linked } from "../update/turn.ts";

/** As people know it; a model that has left the catalogue is called by its id. */
export async function nameOfModel({ caller }: Linked, modelId: string): Promise<string> {
  const { models } = await caller.models.list({});
  return models.find(({ id }) => id === modelId)?.name ?? modelId;
}
