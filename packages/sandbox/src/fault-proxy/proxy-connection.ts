import { connect, type Socket } from "node:net";
import type { Random } from "../seeded-random.ts";
import { createPipe } from "./pipe.ts";
import type { FaultCounts, Faults, Way } from "./faults.ts";

export type ProxiedConnection = {
  /** The faults changed: look at what waits. */
  wake(): void;
  destroy(): void;
};

type Setting = {
  client: Socket;
  target: { host: string; port: number };
  random: Random;
  faults: () => Faults;
  counts: FaultCounts;
  onClose: () => void;
};

/** Joins one client to the target through two pipes with faults. What is random is drawn here, once, in a fixed order. */
export function proxyConnection({ client, target, random, faults, counts, onClose }: Setting): ProxiedConnection {
  const upstream = connect({ ...target, allowHalfOpen: true, noDelay: true });
  const cut = drawCut(faults(), random);
  let isDead = false;

  const up = createPipe({
    from: client,
    to: upstream,
    random,
    faults,
    counts,
    limit: limitFor("up"),
    onLimit: kill,
    forward: countUp,
  });
  const down = createPipe({
    from: upstream,
    to: client,
    random,
    faults,
    counts,
    limit: limitFor("down"),
    onLimit: kill,
    forward: countDown,
  });

  function limitFor(way: Way): number | null {
    return cut !== null && cut.way === way ? cut.at : null;
  }

  function countUp(bytes: number): boolean {
    counts.bytesUp += bytes;
    return true;
  }

  function countDown(bytes: number): boolean {
    if (faults().acceptThenCut) {
      counts.acceptedThenCut += 1;
      destroy();
      return false;
    }
    counts.bytesDown += bytes;
    return true;
  }

  function kill(): void {
    counts.cut += 1;
    destroy();
  }

  // A reset, as when a process or a line dies: an ordered close would look like an end.
  function destroy(): void {
    if (isDead) return;
    isDead = true;
    client.resetAndDestroy();
    upstream.resetAndDestroy();
    onClose();
  }

  function afterClose(): void {
    if (client.destroyed && upstream.destroyed && !isDead) {
      isDead = true;
      onClose();
    }
  }

  client.on("error", () => passOnLoss(upstream)).on("close", afterClose);
  upstream.on("error", () => passOnLoss(client)).on("close", afterClose);

  // In a black hole neither side learns that the other is gone.
  function passOnLoss(other: Socket): void {
    if (!faults().blackhole) other.destroy();
  }

  return {
    wake() {
      up.wake();
      down.wake();
    },
    destroy,
  };
}

function drawCut({ cut }: Faults, random: Random): { way: Way; at: number } | null {
  const chosen = random();
  const place = random();
  if (!cut || chosen >= (cut.chance ?? 1)) return null;
  return { way: cut.way ?? "down", at: cut.afterBytes ?? Math.floor(place * ((cut.withinBytes ?? 0) + 1)) };
}
