import type { Clock, TelegramTurn } from "@procode/core";

/** A longer wait is a hold: each chat looks again by itself what has become of it meanwhile. */
const LONGEST_SECONDS = 1;

/**
 * A line of messages that want a token of the bot: only its head asks for one, and asks again when there is none, so
 * that many who wait cost no more than one. When the signal aborts nobody begins any more.
 */
export function createLine(clock: Pick<Clock, "sleep">, signal: AbortSignal): TelegramTurn {
  let last: Promise<unknown> = Promise.resolve();
  const ask: TelegramTurn = async (begin) => {
    for (;;) {
      if (signal.aborted) return { kind: "wait", of: "bot", seconds: 0 };
      const begun = await begin();
      if (begun.kind !== "wait" || begun.of !== "bot" || begun.seconds > LONGEST_SECONDS) return begun;
      await clock.sleep(begun.seconds * 1_000, signal);
    }
  };
  return (begin) => {
    const turn = last.then(() => ask(begin));
    // Who asked hears of the error; whoever stands behind only wants the turn.
    last = turn.catch(() => undefined);
    return turn;
  };
}
