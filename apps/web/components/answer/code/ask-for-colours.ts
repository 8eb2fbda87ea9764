import type { CodeLine } from "./highlight-code.ts";

export type ToColour = { id: number; code: string; language: string };
/** null for what stays plain. */
export type Coloured = { id: number; lines: CodeLine[] | null };
export type Thread = { ask(code: ToColour): void; end(): void };
type StartThread = (told: (coloured: Coloured) => void, broken: () => void) => Thread;

/**
 * Code cut into coloured pieces by a thread of its own, which starts with the first that is asked for. null for what stays
 * plain: an unknown language, code too long to colour, and whatever was asked of a thread that broke. The next code gets
 * a new one.
 */
export function createColourist(start: StartThread): (code: string, language: string) => Promise<CodeLine[] | null> {
  const waiting = new Map<number, (lines: CodeLine[] | null) => void>();
  let thread: Thread | null = null;
  let asked = 0;

  function tell({ id, lines }: Coloured): void {
    waiting.get(id)?.(lines);
    waiting.delete(id);
  }
  function end(): void {
    thread?.end();
    thread = null;
    for (const id of waiting.keys()) tell({ id, lines: null });
  }
  return (code, language) =>
    new Promise((resolve) => {
      const id = ++asked;
      waiting.set(id, resolve);
      try {
        thread ??= start(tell, end);
        thread.ask({ id, code, language });
      } catch {
        // A browser that allows no thread says so here.
        end();
      }
    });
}

export const askForColours = createColourist((told, broken) => {
  const worker = new Worker(new URL("./highlight-worker.ts", import.meta.url));
  worker.onmessage = ({ data }: MessageEvent<Coloured>) => told(data);
  worker.onerror = broken;
  worker.onmessageerror = broken;
  return { ask: (code) => worker.postMessage(code), end: () => worker.terminate() };
});
