import type { Model } from "@procode/contracts";

/** What the list shows of a model; descriptions stay on the server, they are most of the catalogue's bytes. */
export type ModelRow = Pick<
  Model,
  "id" | "contextTokens" | "promptUsdPerMillion" | "completionUsdPerMillion" | "inputs" | "free" | "demo"
> & {
  name: string;
  vendor: string;
  /** Day of publication, as milliseconds since 1970. */
  publishedMs: number;
};

export function toModelRow(model: Model): ModelRow {
  const { id, contextTokens, promptUsdPerMillion, completionUsdPerMillion, inputs, free, demo, publishedAt } = model;
  const [vendor, name] = splitName(model);
  return {
    id,
    name,
    vendor,
    contextTokens,
    promptUsdPerMillion,
    completionUsdPerMillion,
    inputs,
    free,
    demo,
    publishedMs: publishedAt.getTime(),
  };
}

/** OpenRouter writes "Anthropic: Claude Sonnet 4.5"; without a colon the vendor is the first part of the id. */
function splitName({ name, id }: Model): [string, string] {
  const colon = name.indexOf(": ");
  return colon > 0 ? [name.slice(0, colon), name.slice(colon + 2)] : [id.split("/")[0] ?? "", name];
}
