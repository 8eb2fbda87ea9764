"use client";

import { useState } from "react";

/** How many messages came at the end since the reader left it. */
export function useUnseen(path: readonly { id: string }[], follows: boolean): number {
  const newestId = path.at(-1)?.id ?? null;
  const [seenId, setSeenId] = useState(newestId);
  if (follows && seenId !== newestId) setSeenId(newestId);
  const seen = path.findLastIndex((message) => message.id === seenId);
  return follows || seen < 0 ? 0 : path.length - 1 - seen;
}
