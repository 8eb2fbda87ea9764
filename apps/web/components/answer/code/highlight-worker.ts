import type { Coloured, ToColour } from "./ask-for-colours.ts";
import { highlightCode } from "./highlight-code.ts";

// Its own thread: a grammar takes a third of a second to compile, which no page can spare.
addEventListener("message", async ({ data }: MessageEvent<ToColour>) => {
  const { id, code, language } = data;
  // What can not be coloured is answered with nothing: it stays plain, as it stands there already.
  const answer: Coloured = { id, lines: await highlightCode(code, language).catch(() => null) };
  postMessage(answer);
});
