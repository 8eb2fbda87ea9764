import { callWithKey } from "./call-with-key.ts";

/**
 * Watches the feed at one process, renames a conversation at another, and tells how many milliseconds later the watcher
 * heard of it. Throws when it did not within five seconds, after which everybody looks without a hint.
 */
export async function hearAcross(
  key: string,
  { at, from, conversationId }: { at: string; from: string; conversationId: string },
): Promise<number> {
  const over = new AbortController();
  const response = await fetch(`${at}/api/trpc/feed.watch?input=${encodeURIComponent("{}")}`, {
    headers: { "x-api-key": key, accept: "text/event-stream" },
    signal: AbortSignal.any([over.signal, AbortSignal.timeout(15_000)]),
  });
  if (!response.body) throw new Error("the feed gave nothing");
  let renamedMs: number | null = null;
  let heard = "";
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    heard += chunk;
    if (renamedMs === null && heard.includes('"type":"here"')) {
      renamedMs = performance.now();
      const input = { conversationId, title: `Renamed ${Math.round(renamedMs)}` };
      const reply = await callWithKey(from, key, { path: "conversations.rename", input, isMutation: true });
      if (reply.kind !== "data") throw new Error(`the change was refused: ${JSON.stringify(reply)}`);
    }
    if (renamedMs === null || !heard.includes('"ConversationChanged"')) continue;
    const ms = performance.now() - renamedMs;
    over.abort();
    return ms;
  }
  throw new Error(`the feed ended without a word of the change: ${heard}`);
}
