import type { ChatMessage } from "@/components/conversation/wire-types.ts";

const RAIL_PX = 44;
const CHARACTER_PX = 7.6;
const LINE_PX = 26;
/** Head, margins and, under an answer, its receipt. */
const AROUND_PX = { user: 52, assistant: 76 };
const COLUMN_PX = 724;
const PADDING_PX = 32;

/** By message, as it stands in the cache: a long conversation asks for all of them at each page that is loaded. */
const guesses = new WeakMap<ChatMessage, { width: number; height: number }>();

/** About how high a message will stand in a column of `width`, so that little moves when it is measured. */
export function guessHeight(message: ChatMessage | undefined, width: number): number {
  if (!message) return 0;
  const known = guesses.get(message);
  if (known?.width === width) return known.height;
  const perLine = Math.max(20, (width - RAIL_PX) / CHARACTER_PX);
  const lines = message.text
    .split("\n")
    .reduce((sum, line) => sum + Math.max(0.5, Math.ceil(line.length / perLine)), 0);
  const height = Math.round(AROUND_PX[message.role] + lines * LINE_PX);
  guesses.set(message, { width, height });
  return height;
}

/** How wide messages stand in a page of `pageWidth`. */
export function columnWidth(pageWidth: number): number {
  return Math.min(COLUMN_PX, pageWidth - PADDING_PX);
}
