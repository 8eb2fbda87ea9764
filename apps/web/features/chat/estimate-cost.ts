/** A token is about four characters of Latin text, fewer of other scripts; good enough for "about". */
const CHARACTERS_A_TOKEN = 4;
/** What a prompt carries besides the words: instructions and the profile. */
const PROMPT_EXTRA_TOKENS = 300;
const ANSWER_TOKENS = 500;
const ROOM_FOR_ANSWER_TOKENS = 1_000;

type Priced = { free: boolean; promptUsdPerMillion: number; completionUsdPerMillion: number };
type Sized = { text: string };

export function estimateTokens(text: string): number {
  return Math.ceil(text.length / CHARACTERS_A_TOKEN);
}

/** US dollars for sending `text` after `history`, with an answer of usual length. */
export function estimateCost(model: Priced, history: readonly Sized[], text: string): number {
  if (model.free) return 0;
  const prompt = historyTokens(history) + estimateTokens(text) + PROMPT_EXTRA_TOKENS;
  return (prompt * model.promptUsdPerMillion + ANSWER_TOKENS * model.completionUsdPerMillion) / 1_000_000;
}

/** null when all fits; else how many tokens there are and how many of the oldest messages would be left out. */
export function overflow(
  contextTokens: number,
  history: readonly Sized[],
  text: string,
): { tokens: number; leftOut: number } | null {
  const room = contextTokens - ROOM_FOR_ANSWER_TOKENS - PROMPT_EXTRA_TOKENS;
  const tokens = historyTokens(history) + estimateTokens(text);
  if (tokens <= room) return null;
  let left = tokens;
  let leftOut = 0;
  for (const message of history) {
    if (left <= room) break;
    left -= estimateTokens(message.text);
    leftOut += 1;
  }
  return { tokens, leftOut };
}

function historyTokens(history: readonly Sized[]): number {
  return history.reduce((sum, message) => sum + estimateTokens(message.text), 0);
}
