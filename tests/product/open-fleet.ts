import type { TestDatabase } from "@procode/db/testing";
import { openTelegramWorld, type TelegramWorld } from "./open-telegram-world.ts";
import { type Nginx, startNginx } from "./start-nginx.ts";
import { freePort } from "./start-product.ts";
import type { ServerProcess } from "./start-server.ts";
import { startWeb, type WebProcess } from "./start-web.ts";

/** Several processes of PROCODE on one database, with the stand-ins of both vendors, that tests kill and start again. */
export type Fleet = TelegramWorld & {
  webs: WebProcess[];
  bots: ServerProcess[];
  /** nginx in front of all web processes; null where none was asked for. */
  nginx: Nginx | null;
  /** Another web process, also in the place of one that was killed: give it that one's port. */
  startWeb(change?: Record<string, string>): Promise<WebProcess>;
};

/**
 * Opens a world and starts `webs` web processes and `bots` bots on it. `appUrl` is the address by which people come,
 * such as that of a proxy in front; without it each web process takes requests that name the first one. With `nginx` it
 * is nginx's, which gives requests to them in turn.
 */
export async function openFleet({
  seed = 1,
  webs = 3,
  bots = 0,
  appUrl,
  nginx = false,
  database,
  env = {},
}: {
  seed?: number;
  webs?: number;
  bots?: number;
  appUrl?: string;
  nginx?: boolean;
  /** One that the test can break; the environment may lead to it through a proxy. */
  database?: TestDatabase;
  env?: Record<string, string>;
} = {}): Promise<Fleet> {
  const [front = 0, ...ports] = await freePorts(webs + 1);
  const world = await openTelegramWorld({
    seed,
    appUrl: appUrl ?? `http://127.0.0.1:${nginx ? front : ports[0]}`,
    database,
    env: { ...(nginx && { TRUSTED_PROXIES: "127.0.0.1" }), ...env },
  });
  const fleet: Fleet = {
    ...world,
    webs: [],
    bots: [],
    nginx: null,
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
      await fleet.nginx?.stop();
      await Promise.all([...fleet.webs, ...fleet.bots].map((process) => process.kill()));
      await world.close();
    },
  };
  try {
    const [first, ...others] = ports.map(String);
    if (first !== undefined) await fleet.startWeb({ PORT: first });
    // The pages are built by now, if they had to be.
    await Promise.all(others.map((port) => fleet.startWeb({ PORT: port })));
    if (nginx) fleet.nginx = await startNginx({ port: front, upstreams: ports });
    for (let index = 0; index < bots; index++) await fleet.startBot();
    return fleet;
  } catch (error) {
    await fleet.close();
    throw error;
  }
}

async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) ports.add(await freePort());
  return [...ports];
}
