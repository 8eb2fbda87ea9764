import { createServer } from "node:net";

/** Whether 127.0.0.1:port can be listened on now. */
export function isFreePort(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

/** The first free port from `from` on; the ones from 32768 on are handed out to connections. */
export async function findFreePort(from: number): Promise<number> {
  for (let port = from; port < 32_768; port++) if (await isFreePort(port)) return port;
  throw new Error(`No port between ${from} and 32767 is free.`);
}
