const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Ids as OpenRouter makes them: `gen-`, the second, 20 letters and digits. */
export function createGenerationIds(random: () => number): () => string {
  return () => {
    let letters = "";
    for (let index = 0; index < 20; index += 1) letters += LETTERS[Math.floor(random() * LETTERS.length)];
    return `gen-${Math.floor(Date.now() / 1_000)}-${letters}`;
  };
}
