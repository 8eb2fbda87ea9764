import { ProcodeError } from "@procode/core";

/** Waits for a free seat, first come first served, and returns what gives it back. Throws UNAVAILABLE queue-full. */
export type TakeSeat = () => Promise<() => void>;

/**
 * As many seats as a pool has connections. A full house is not a database that is away: it empties by itself, so it is
 * worth a longer wait than a connection that does not open.
 */
export function createSeats(seats: number, waitMs: number): TakeSeat {
  let free = seats;
  const waiting = new Set<() => void>();

  function giveBack(): void {
    const [next] = waiting;
    if (next) next();
    else free++;
  }

  function once(): () => void {
    let isTaken = true;
    return () => {
      if (isTaken) giveBack();
      isTaken = false;
    };
  }

  return () => {
    if (free > 0) {
      free--;
      return Promise.resolve(once());
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.delete(sit);
        reject(fullHouse());
      }, waitMs);
      function sit(): void {
        clearTimeout(timer);
        waiting.delete(sit);
        resolve(once());
      }
      waiting.add(sit);
    });
  };
}

const fullHouse = (): ProcodeError =>
  new ProcodeError("UNAVAILABLE", "Too much is going on at this moment. Nothing was stored; try again shortly.", {
    reason: "queue-full",
    retryAfterSeconds: 5,
  });
