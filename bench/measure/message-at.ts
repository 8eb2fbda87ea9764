/** How the sandbox shall answer: "100/10/200" is 100 ms to the first token, 10 ms between tokens, 200 tokens. */
export type Pace = { firstMs: number; intervalMs: number; tokens: number };

/** A message that makes the sandbox answer at this pace. */
export function messageAt({ firstMs, intervalMs, tokens }: Pace): string {
  return `[[sandbox first=${firstMs} interval=${intervalMs} tokens=${tokens}]] Say something, please.`;
}
