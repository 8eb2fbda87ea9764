import { openTelegramWorld, type TelegramWorld } from "./open-telegram-world.ts";
import { freePort } from "./start-product.ts";
import type { ServerProcess } from "./start-server.ts";
import { startWeb, type WebProcess } from "./start-web.ts";

/** Several processes of PROCODE on one database, with the stand-ins of both vendors, that tests kill and start again. */
export type Fleet = TelegramWorld & {
  webs: WebProcess[];
  bots: ServerProcess[];
  /** Another web process, also in the place of one that was killed: give it that one's port. */
  startWeb(change?: Record<string, string>): Promise<WebProcess>;
};

/**
 * Opens a world and starts `webs` web processes and `bots` bots on it. `appUrl` is the address by which people come,
 * such as that of a proxy in front; without it each web process takes requests that name the first one.
 */
export async function openFleet({
  seed = 1,
  webs = 3,
  bots = 0,
  appUrl,
  env = {},
}: {
  seed?: number;
  webs?: number;
  bots?: number;
  appUrl?: string;
  env?: Record<string, string>;
} = {}): Promise<Fleet> {
  const port = await freePort();
  const world = await openTelegramWorld({ seed, appUrl: appUrl ?? `http://127.0.0.1:${port}`, env });
  const fleet: Fleet = {
    ...world,
    webs: [],
    bots: [],
    async startWeb(change = {}) {
      const web = await startWeb({ ...world.env, ...change });
      fleet.webs.push(web);
      return web;
    },
    async startBot(change = {}) {
      const bot = await world.startBot(change);
      fleet.bots.push(bot);
      return bot;
    },
    async close() {
      await Promise.all([...fleet.webs, ...fleet.bots].map((process) => process.kill()));
      await world.close();
    },
  };
  for (let index = 0; index < webs; index++) await fleet.startWeb(index === 0 ? { PORT: String(port) } : {});
  for (let index = 0; index < bots; index++) await fleet.startBot();
  return fleet;
}
