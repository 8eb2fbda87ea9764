import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { seededRandom } from "../seeded-random.ts";
import { checkFaults, type FaultCounts, type Faults } from "./faults.ts";
import { type ProxiedConnection, proxyConnection } from "./proxy-connection.ts";

export type FaultProxyOptions = {
  target: { host?: string; port: number };
  /** The same seed and order of connections draw the same sizes and places. */
  seed: number;
  faults?: Faults;
  /** 0, the default, takes a free port. */
  port?: number;
  host?: string;
};

export type FaultProxy = {
  host: string;
  port: number;
  /** `http://host:port`, for clients that speak HTTP. */
  origin: string;
  /** Replaces the faults, for living connections too; `cut` and `slice` are drawn when a connection begins. */
  setFaults(faults: Faults): Promise<void>;
  counts(): FaultCounts;
  openConnections(): number;
  close(): Promise<void>;
};

/** A TCP proxy that breaks what passes through it, replayable by its seed. */
export async function createFaultProxy({
  target,
  seed,
  faults = {},
  port = 0,
  host = "127.0.0.1",
}: FaultProxyOptions): Promise<FaultProxy> {
  checkFaults(faults);
  let current = faults;
  const counts: FaultCounts = {
    connections: 0,
    cut: 0,
    acceptedThenCut: 0,
    heldBack: 0,
    refusals: 0,
    slices: 0,
    bytesUp: 0,
    bytesDown: 0,
  };
  const connections = new Set<ProxiedConnection>();
  // Half-open sockets let an end pass through at its own time, after the bytes that are still held back.
  const server = createServer({ allowHalfOpen: true, noDelay: true }, accept);

  function accept(client: Socket): void {
    const random = seededRandom(seed, `connection ${counts.connections}`);
    counts.connections += 1;
    const connection = proxyConnection({
      client,
      target: { host: target.host ?? "127.0.0.1", port: target.port },
      random,
      faults: () => current,
      counts,
      onClose: () => connections.delete(connection),
    });
    connections.add(connection);
  }

  async function listen(onPort: number): Promise<number> {
    server.listen(onPort, host);
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("The proxy has no TCP address.");
    return address.port;
  }

  const ownPort = await listen(port);

  async function obeyRefuse(): Promise<void> {
    if (current.refuse && server.listening) {
      counts.refusals += 1;
      server.close();
    }
    if (!current.refuse && !server.listening) await listen(ownPort);
  }

  await obeyRefuse();
  return {
    host,
    port: ownPort,
    origin: `http://${host}:${ownPort}`,
    async setFaults(next) {
      checkFaults(next);
      current = next;
      for (const connection of connections) connection.wake();
      await obeyRefuse();
    },
    counts: () => ({ ...counts }),
    openConnections: () => connections.size,
    async close() {
      const isListening = server.listening;
      if (isListening) server.close();
      for (const connection of connections) connection.destroy();
      if (isListening) await once(server, "close");
    },
  };
}
