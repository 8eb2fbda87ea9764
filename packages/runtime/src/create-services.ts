import {
  createArgonPasswords,
  createHmacSigner,
  createLayeredCache,
  createMemoryCache,
  createOpenRouterProvider,
  createPinoLog,
  createPostgresLimits,
  createPrometheusMeasures,
  createRandomIds,
  createSealedCache,
  createSmtpDoor,
  createSystemClock,
  createTelegramDoor,
  createUpstashCache,
  createUpstashLimits,
  type PrometheusMeasures,
} from "@procode/adapters";
import type { OtlpTracer, OtlpTracerOptions } from "@procode/adapters/tracer";
import {
  type Cache,
  CONSUMERS,
  createLiveAnswers,
  createOutbox,
  createSingleFlight,
  type Log,
  NO_TRACER,
  type Services,
  type TelegramDoor,
  type Tracer,
} from "@procode/core";
import { createCipher, createPostgresFeed, createPrismaStore, isBehindPgBouncer } from "@procode/db";
import type { Env } from "./arrange-env.ts";
import { type CompleteEnv, requireComplete } from "./env.ts";

// The sandbox takes any key and any token; these are easy to recognise in what it logs.
const SANDBOX_KEY = "mock_key";
const SANDBOX_TOKEN = "mock_token";
/** A collector that is slow is not waited for at the end either. */
const TRACES_MS = 1_000;
const TELEGRAM = "https://api.telegram.org";

export type Runtime = {
  env: CompleteEnv;
  services: Services;
  /** What `/api/metrics` shows. */
  metrics: Pick<PrometheusMeasures, "render" | "contentType">;
  /** Closes every connection. Stop what uses them first. */
  close(): Promise<void>;
};

/**
 * Wires each port to its vendor. `overrides` stand in for single services, in tests. Connects to nothing yet:
 * `services.store.check()` says whether the database can be used. Throws EnvError for what is missing.
 */
export async function createServices(given: Env, overrides: Partial<Services> = {}): Promise<Runtime> {
  const env = requireComplete(given);
  const { database, upstash, openRouter } = env;
  const log: Log =
    overrides.log ??
    createPinoLog({
      ...{ level: env.logLevel, pretty: env.mode === "development", secrets: env.secrets },
      ...(env.tracing && { traceId: () => tracer.traceId() }),
    });
  const clock = overrides.clock ?? createSystemClock();
  const ids = overrides.ids ?? createRandomIds();
  const metrics = createPrometheusMeasures();
  const worker = { id: ids.next() };
  const otlp = env.tracing && (await openOtlp({ ...env.tracing, instanceId: worker.id, clock, log }));
  const tracer: Tracer = overrides.tracer ?? otlp ?? NO_TRACER;
  const postgresFeed = createPostgresFeed({ directUrl: database.directUrl, workerId: worker.id, log });
  const feed = overrides.feed ?? postgresFeed;
  const outbox = overrides.outbox ?? createOutbox(CONSUMERS);
  const postgres = createPrismaStore({
    appUrl: database.appUrl,
    systemUrl: database.systemUrl,
    keys: env.encryptionKeys,
    clock,
    ids,
    log,
    traceparent: tracer.traceparent,
    onEvents(userId, types) {
      feed.publish("changes", userId);
      outbox.appended(userId, types);
    },
  });
  const store = overrides.store ?? postgres;
  const services: Services = {
    store,
    clock,
    ids,
    log,
    measures: metrics,
    tracer,
    models: createOpenRouterProvider({
      apiKey: openRouter.apiKey ?? SANDBOX_KEY,
      baseUrl: openRouter.baseUrl,
      demo: openRouter.demo,
      clock,
      log,
      tracer,
    }),
    cache: createCache(env, { clock, log }),
    limits: upstash
      ? createUpstashLimits({ ...upstash, clock, log })
      : createPostgresLimits({ pool: postgres.systemPool, unnamed: isBehindPgBouncer(database.systemUrl), log }),
    passwords: createArgonPasswords(),
    channels: {
      telegram: createTelegram(env, { clock, log }),
      email: env.smtp && createSmtpDoor({ ...env.smtp, appUrl: env.appUrl, log }),
    },
    signer: createHmacSigner(env.nextAuthSecret),
    feed,
    outbox,
    answers: createLiveAnswers({ store, feed, clock, log }),
    flights: createSingleFlight(),
    worker,
    ...overrides,
  };
  return { env, services, metrics, close };

  async function close(): Promise<void> {
    await postgresFeed.stop();
    await Promise.all([postgres.close(), otlp?.stop(TRACES_MS)]);
  }
}

// Loaded where it is wanted: it takes 25 MB of a process.
async function openOtlp(options: OtlpTracerOptions): Promise<OtlpTracer> {
  const { createOtlpTracer } = await import("@procode/adapters/tracer");
  return createOtlpTracer(options);
}

// Upstash holds profiles too, which nobody outside may read: they are sealed as they are in the database.
function createCache(env: CompleteEnv, { clock, log }: Pick<Services, "clock" | "log">): Cache {
  const near = createMemoryCache({ clock });
  if (!env.upstash) return near;
  const cipher = createCipher(env.encryptionKeys);
  const place = (key: string) => ({ userId: "", field: `cache ${key}` });
  const seal = {
    encrypt: (plaintext: string, key: string) => cipher.encrypt(plaintext, place(key)),
    decrypt: (sealed: string, key: string) => cipher.decrypt(sealed, place(key)),
  };
  const far = createSealedCache(createUpstashCache({ ...env.upstash, clock, log }), { seal, log });
  return createLayeredCache({ near, far });
}

// Without a token there is the sandbox's Telegram, where it runs, or none.
function createTelegram(
  { telegram }: CompleteEnv,
  { clock, log }: Pick<Services, "clock" | "log">,
): TelegramDoor | null {
  const { botToken, apiRoot } = telegram;
  const token = botToken ?? (apiRoot === null ? null : SANDBOX_TOKEN);
  return token === null ? null : createTelegramDoor({ token, apiRoot: apiRoot ?? TELEGRAM, clock, log });
}
