import { buildWeb } from "../../apps/cli/src/up/build-web.ts";
import { type ServerProcess, startServer } from "./start-server.ts";
import { freePort } from "./start-product.ts";

export type WebProcess = ServerProcess & {
  /** Where this very process listens; people come by the address of the whole. */
  url: string;
};

// Several may start at once, and the pages can be built by one of them only.
let built: Promise<unknown> | undefined;

/** One web process, in production, on a port of its own; builds the pages first when they are stale. */
export async function startWeb(env: Record<string, string>, hear?: (text: string) => void): Promise<WebProcess> {
  built ??= buildWeb({ say: () => undefined });
  await built;
  const port = Number(env["PORT"] ?? (await freePort()));
  const args = ["--max-semi-space-size=32", "apps/web/server/main.ts"];
  const started = await startServer(args, { ...env, NODE_ENV: "production", PORT: String(port) }, hear);
  return { ...started, url: `http://127.0.0.1:${port}` };
}
