const KNOWN: Record<string, string> = { gpt: "GPT", ai: "AI", deepseek: "DeepSeek", glm: "GLM", qwq: "QwQ", vl: "VL" };

/** A readable name from a model's id, until the catalogue's own is there: "anthropic/claude-haiku-4.5" is "Claude Haiku 4.5". */
export function nameFromModelId(id: string): string {
  const [name = id] = (id.split("/").at(-1) ?? id).split(":");
  const words = name.split("-").filter((word) => word !== "");
  return words.map((word) => KNOWN[word] ?? word.charAt(0).toUpperCase() + word.slice(1)).join(" ");
}

/** "Anthropic: Claude Haiku 4.5" without its vendor. */
export function shortModelName(name: string): string {
  const colon = name.indexOf(": ");
  return colon < 0 ? name : name.slice(colon + 2);
}
