import type { ChatModel } from "../../components/conversation/wire-types.ts";

type Wish = { query: string; filter: "all" | "free" | "image" | "fits"; tokens: number; chosenId: string | null };
type Pickable = Pick<ChatModel, "id" | "name" | "free" | "inputs" | "contextTokens">;

/** Models that have every word of the query, the chosen one first; else in the catalogue's order. */
export function pickModels<M extends Pickable>(models: readonly M[], { query, filter, tokens, chosenId }: Wish): M[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const found = models.filter((model) => {
    const name = `${model.name} ${model.id}`.toLowerCase();
    return words.every((word) => name.includes(word)) && passes(model, filter, tokens);
  });
  const chosen = found.findIndex((model) => model.id === chosenId);
  const first = found[chosen];
  return first ? [first, ...found.slice(0, chosen), ...found.slice(chosen + 1)] : found;
}

/** "Anthropic" of "Anthropic: Claude Haiku 4.5", else of the id. */
export function vendorOf({ id, name }: { id: string; name: string }): string {
  const colon = name.indexOf(": ");
  if (colon > 0) return name.slice(0, colon);
  const vendor = id.split("/")[0] ?? id;
  if (vendor === "procode") return "PROCODE";
  return vendor.charAt(0).toUpperCase() + vendor.slice(1);
}

function passes(model: Pickable, filter: Wish["filter"], tokens: number): boolean {
  if (filter === "free") return model.free;
  if (filter === "image") return model.inputs.includes("image");
  if (filter === "fits") return model.contextTokens >= tokens;
  return true;
}
