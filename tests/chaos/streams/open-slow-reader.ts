import { once } from "node:events";
import { createConnection, type Socket } from "node:net";

/** Takes the first bytes of a stream and then a kilobyte a second. */
export async function openSlowReader(url: string, { key, generationId }: { key: string; generationId: string }) {
  const { hostname, port } = new URL(url);
  const socket: Socket = createConnection({ host: hostname, port: Number(port) });
  await once(socket, "connect");
  const input = encodeURIComponent(JSON.stringify({ generationId }));
  socket.write(
    `GET /api/trpc/chat.follow?input=${input} HTTP/1.1\r\nhost: ${hostname}:${port}\r\nauthorization: Bearer ${key}\r\naccept: text/event-stream\r\n\r\n`,
  );
  let seen = 0;
  const take = setInterval(() => {
    const chunk = socket.read(1_024) as Buffer | null;
    seen += chunk?.length ?? 0;
  }, 1_000);
  socket.once("close", () => clearInterval(take));
  socket.on("error", () => socket.destroy());
  socket.once("readable", () => {
    seen += (socket.read(64) as Buffer | null)?.length ?? 0;
  });
  return { socket, seen: () => seen };
}
