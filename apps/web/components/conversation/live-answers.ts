import { type AnswerStream, followPart, type StreamPart, startStream } from "./answer-stream.ts";

export type LiveAnswer = {
  conversationId: string;
  stream: AnswerStream<unknown>;
  /** Milliseconds from the start of following to the first word; null when it was picked up in the middle. */
  firstWordMs: number | null;
  /** The connection is being made again. */
  reconnecting: boolean;
};
type Handlers<M> = {
  onPart: (eventId: string, part: StreamPart<M>) => void;
  onConnection: (open: boolean) => void;
  onError: (error: Error) => void;
};
export type Follow<M> = {
  conversationId: string;
  generationId: string;
  /** The answer began just now, in this tab, so that the time to its first word can be told. */
  fresh: boolean;
  /** Opens the stream from an offset and returns how to leave it. */
  open: (offset: number, handlers: Handlers<M>) => () => void;
  onDone: (message: M) => void;
  onError: (error: Error) => void;
};

/** Of words that arrive, at most this share of the time is spent on drawing them. */
const DRAWING_SHARE = 0.25;
const MOST_WAIT_MS = 400;

const answers = new Map<string, LiveAnswer>();
const watchers = new Map<string, Set<() => void>>();
let running: ReadonlySet<string> = new Set();
const runningWatchers = new Set<() => void>();

/** Follows an answer to its end, whatever is on the screen meanwhile. Once an answer, however often it is called. */
export function followAnswer<M>({ conversationId, generationId, fresh, open, onDone, onError }: Follow<M>): void {
  if (answers.has(generationId)) return;
  let stream = startStream<M>();
  let firstWordMs: number | null = null;
  let close: (() => void) | undefined;
  const startedMs = performance.now();
  const draw = createDrawing(() => tell(generationId));
  const put = (reconnecting: boolean) => {
    answers.set(generationId, { conversationId, stream, firstWordMs, reconnecting });
    draw();
  };
  const end = () => {
    close?.();
    answers.delete(generationId);
    tell(generationId);
    listRunning();
  };
  const handlers: Handlers<M> = {
    onPart(eventId, part) {
      const before = stream;
      stream = followPart(stream, eventId, part);
      if (stream.message) {
        // The final message stands in the cache before the stream leaves the screen, so that nothing blinks.
        onDone(stream.message);
        end();
        return;
      }
      if (stream.gap) {
        close?.();
        stream = { ...stream, gap: false };
        close = open(stream.text.length, handlers);
        return;
      }
      if (fresh && before.text === "" && stream.text !== "") firstWordMs = performance.now() - startedMs;
      if (stream !== before) put(false);
    },
    onConnection: (isOpen) => put(!isOpen && stream.text !== ""),
    onError(error) {
      onError(error);
      end();
    },
  };
  answers.set(generationId, { conversationId, stream, firstWordMs, reconnecting: false });
  close = open(0, handlers);
  listRunning();
}

export function readLiveAnswer(generationId: string): LiveAnswer | undefined {
  return answers.get(generationId);
}

export function watchLiveAnswer(generationId: string, watcher: () => void): () => void {
  const known = watchers.get(generationId) ?? new Set();
  watchers.set(generationId, known.add(watcher));
  return () => {
    known.delete(watcher);
    if (known.size === 0) watchers.delete(generationId);
  };
}

/** Conversations in which an answer is being written, as far as this tab follows them. */
export function readRunning(): ReadonlySet<string> {
  return running;
}

export function watchRunning(watcher: () => void): () => void {
  runningWatchers.add(watcher);
  return () => runningWatchers.delete(watcher);
}

function tell(generationId: string): void {
  for (const watcher of watchers.get(generationId) ?? []) watcher();
}

function listRunning(): void {
  running = new Set([...answers.values()].map((answer) => answer.conversationId));
  for (const watcher of runningWatchers) watcher();
}

/** Draws at most once a frame, and less often when drawing itself is slow, so that long answers never choke the page. */
function createDrawing(draw: () => void): () => void {
  let planned = false;
  let earliestMs = 0;
  const paint = () => {
    planned = false;
    const startedMs = performance.now();
    draw();
    const tookMs = performance.now() - startedMs;
    earliestMs = startedMs + Math.min(tookMs / DRAWING_SHARE, MOST_WAIT_MS);
  };
  return () => {
    if (planned) return;
    planned = true;
    const waitMs = earliestMs - performance.now();
    if (waitMs > 16) setTimeout(paint, waitMs);
    else if (document.hidden) setTimeout(paint, 0);
    else requestAnimationFrame(paint);
  };
}
