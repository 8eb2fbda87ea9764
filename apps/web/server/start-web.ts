import { once } from "node:events";
import { resolve } from "node:path";
import { SHUTDOWN, type Services } from "@procode/core";
import { type CompleteEnv, createServices, readEnv, requireComplete, startBackground } from "@procode/runtime";
import next from "next";
import { parseTrustedProxies } from "./client-address.ts";
import { createContexts } from "./create-contexts.ts";
import { createHealthDoor } from "./health-door.ts";
import { createInngestDoor } from "./inngest-door.ts";
import { createListener } from "./listener.ts";
import { openJobs } from "./open-jobs.ts";
import { openPageDoor } from "./open-page-door.ts";
import { createTelegramDoor } from "./telegram-door.ts";
import { watchRequests } from "./watch-requests.ts";

// Together under the ten seconds that a stop may take.
const REQUESTS_MS = 1_500;
const DRAIN_MS = 4_500;
/** So long answers still come, each closing its connection, before the port does: who is on a kept one moves on unharmed. */
const FAREWELL_MS = 300;
const GIVE_UP_MS = 1_500;
/** A job's step that is under way may end beside all of these. */
const JOBS_MS = 6_000;

/** Starts the one HTTP door: services, background work, the pages, and last the listener. */
export async function startWeb(source: NodeJS.ProcessEnv): Promise<{ url: string; stop(): Promise<void> }> {
  const env = requireComplete(readEnv(source));
  const appUrl = new URL(env.appUrl);
  const secure = appUrl.protocol === "https:";
  const dev = env.mode === "development";
  const { services, metrics, close } = await createServices(env);
  const background = await startBackground(services);
  const jobs = await openJobs(services, env);
  const contextOf = createContexts(services, { secret: env.nextAuthSecret, secure });

  // next-auth reads its own address from here and nowhere else.
  process.env.NEXTAUTH_URL = appUrl.origin;
  openPageDoor({ services, contextOf, secret: env.nextAuthSecret, secure });
  const pages = next({ dev, dir: resolve(import.meta.dirname, ".."), hostname: env.host, port: env.port });
  await pages.prepare();
  const handlePage = pages.getRequestHandler();

  let draining = false;
  const shutdown = new AbortController();
  const server = createListener({
    services,
    appUrl,
    dev,
    trustedProxies: parseTrustedProxies(env.trustedProxies),
    secret: env.nextAuthSecret,
    contextOf,
    healthDoor: createHealthDoor({
      services,
      draining: () => draining,
      renderMeasures: metrics.render,
      metricsToken: env.metricsToken ?? undefined,
      telegram: services.channels.telegram && env.telegram.mode,
    }),
    pages: (request, response) => handlePage(request, response),
    telegram: openTelegram(services, env.telegram),
    inngest: createInngestDoor(services, { appUrl, handle: jobs.handle }),
    shutdown: shutdown.signal,
  });
  const requests = watchRequests(server, services.clock);
  const handleUpgrade = pages.getUpgradeHandler();
  // Only hot reload speaks WebSocket here.
  server.on("upgrade", (request, socket, head) => (dev ? void handleUpgrade(request, socket, head) : socket.destroy()));
  server.listen(env.port, env.host);
  await once(server, "listening");
  services.log.info("web listens", { host: env.host, port: env.port, workerId: services.worker.id });

  return {
    url: appUrl.origin,
    async stop() {
      draining = true;
      services.worker.isLeaving = true;
      const jobsOver = jobs.stop(JOBS_MS);
      requests.closeAfterAnswer();
      await services.clock.sleep(FAREWELL_MS);
      server.close();
      server.closeIdleConnections();
      await requests.quiet(REQUESTS_MS);
      await services.answers.idle(DRAIN_MS);
      for (const { abort } of services.answers.all()) abort.abort(SHUTDOWN);
      shutdown.abort(SHUTDOWN);
      await Promise.all([jobsOver, background.stop(GIVE_UP_MS)]);
      server.closeAllConnections();
      await close();
    },
  };
}

function openTelegram(services: Services, { mode, botToken, webhookSecret }: CompleteEnv["telegram"]) {
  if (mode !== "webhook" || botToken === null || webhookSecret === null) return null;
  // A token begins with the id of its bot.
  return createTelegramDoor(services, { botId: Number(botToken.split(":", 1)[0]), secret: webhookSecret });
}
