import type { ChatMessage } from "@/components/conversation/wire-types.ts";

const RAIL_PX = 44;
const CHARACTER_PX = 7.6;
const LINE_PX = 26;
/** Head, margins and, under an answer, its receipt. */
const AROUND_PX = { user: 52, assistant: 76 };

/** About how high a message will stand in a column of `width`, so that little moves when it is measured. */
export function guessHeight(message: ChatMessage | undefined, width: number): number {
  if (!message) return 0;
  const perLine = Math.max(20, (width - RAIL_PX) / CHARACTER_PX);
  const lines = message.text
    .split("\n")
    .reduce((sum, line) => sum + Math.max(0.5, Math.ceil(line.length / perLine)), 0);
  return Math.round(AROUND_PX[message.role] + lines * LINE_PX);
}
