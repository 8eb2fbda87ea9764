/** One question; `onText` gets the text of each arrival as it comes. */
export type ChatCall = { text: string; signal: AbortSignal; onText(text: string): void };
