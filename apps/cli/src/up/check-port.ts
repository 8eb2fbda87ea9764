import { createServer } from "node:net";
import { Refusal } from "../refusal.ts";

/** The door's host and port. Refuses in words when it is no port or another program holds it. */
export async function checkPort(env: NodeJS.ProcessEnv): Promise<{ host: string; port: number }> {
  const host = env.HOST ?? "127.0.0.1";
  const port = Number(env.PORT ?? 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Refusal(`PORT is "${env.PORT}"; it must be a number from 1 to 65535.`, 78);
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, host, resolve);
    });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "EADDRINUSE")
      throw new Refusal(
        `Port ${port} is taken by another program. Stop that one, or take another port: PORT=${port + 1} npm start`,
      );
    throw new Refusal(`PROCODE can not listen on ${host}:${port} (${String(code)}). Take another PORT or HOST.`, 1, {
      cause: error,
    });
  }
  await new Promise((resolve) => server.close(resolve));
  return { host, port };
}
