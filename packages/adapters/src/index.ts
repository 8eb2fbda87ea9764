/** The door of adapters: PROCODE's ports, each spoken by a vendor. */
export { createLayeredCache } from "./cache/create-layered-cache.ts";
export { createMemoryCache } from "./cache/create-memory-cache.ts";
export { createSealedCache } from "./cache/create-sealed-cache.ts";
export { createUpstashCache } from "./cache/create-upstash-cache.ts";
export { createSystemClock } from "./clock/create-system-clock.ts";
export { createRandomIds } from "./ids/create-random-ids.ts";
export { createExecutor, type Executor } from "./inngest/create-executor.ts";
export { createPostgresLimits } from "./limits/create-postgres-limits.ts";
export { createUpstashLimits } from "./limits/create-upstash-limits.ts";
export { createPinoLog, type PinoLogOptions } from "./log/create-pino-log.ts";
export { createSilentLog } from "./log/create-silent-log.ts";
export { createPrometheusMeasures, type PrometheusMeasures } from "./measures/create-prometheus-measures.ts";
export { createOpenRouterProvider, type OpenRouterOptions } from "./openrouter/create-openrouter-provider.ts";
export { createArgonPasswords } from "./passwords/create-argon-passwords.ts";
export { plainParts, renderTelegram } from "./telegram/render/render-telegram.ts";
export { renderTelegramDraft } from "./telegram/render/render-telegram-draft.ts";
export { createTelegramDoor, type TelegramDoorOptions } from "./telegram/door/create-telegram-door.ts";
