/** The door of runtime: the environment read once, ports wired to vendors, and what runs by itself. */
export { createTicker, type Tick, type Ticker } from "./create-ticker.ts";
export { type CompleteEnv, type Env, readEnv, requireComplete } from "./env.ts";
export { EnvError } from "./env-error.ts";
export type { EncryptionKey } from "./env-fields.ts";
export { type Background, startBackground } from "./start-background.ts";
