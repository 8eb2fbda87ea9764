import {
  createArgonPasswords,
  createLayeredCache,
  createMemoryCache,
  createOpenRouterProvider,
  createPinoLog,
  createPostgresLimits,
  createPrometheusMeasures,
  createRandomIds,
  createSealedCache,
  createSystemClock,
  createUpstashCache,
  createUpstashLimits,
  type PrometheusMeasures,
} from "@procode/adapters";
import { type Cache, createLiveAnswers, createSingleFlight, type Services } from "@procode/core";
import { createCipher, createPrismaStore } from "@procode/db";
import type { Env } from "./arrange-env.ts";
import { type CompleteEnv, requireComplete } from "./env.ts";

// The sandbox takes any key; this one is easy to recognise in what it logs.
const SANDBOX_KEY = "mock_key";

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
  const log =
    overrides.log ?? createPinoLog({ level: env.logLevel, pretty: env.mode === "development", secrets: env.secrets });
  const clock = overrides.clock ?? createSystemClock();
  const ids = overrides.ids ?? createRandomIds();
  const metrics = createPrometheusMeasures();
  const postgres = createPrismaStore({
    appUrl: database.appUrl,
    systemUrl: database.systemUrl,
    keys: env.encryptionKeys,
    clock,
    ids,
    log,
  });
  const store = overrides.store ?? postgres;
  const services: Services = {
    store,
    clock,
    ids,
    log,
    measures: metrics,
    models: createOpenRouterProvider({
      apiKey: openRouter.apiKey ?? SANDBOX_KEY,
      baseUrl: openRouter.baseUrl,
      demo: openRouter.demo,
      clock,
      log,
    }),
    cache: createCache(env, { clock, log }),
    limits: upstash
      ? createUpstashLimits({ ...upstash, clock, log })
      : createPostgresLimits({ pool: postgres.systemPool, unnamed: isPgBouncer(database.systemUrl), log }),
    passwords: createArgonPasswords(),
    answers: createLiveAnswers({ store, clock, log }),
    flights: createSingleFlight(),
    worker: { id: ids.next() },
    ...overrides,
  };
  return { env, services, metrics, close: () => postgres.close() };
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

function isPgBouncer(url: string): boolean {
  return URL.parse(url)?.searchParams.get("pgbouncer") === "true";
}
