/** The door of runtime: the environment read once, ports wired to vendors, and what runs by itself. */
export type { Env } from "./arrange-env.ts";
export { createJobExecutor } from "./create-job-executor.ts";
export { createServices, type Runtime } from "./create-services.ts";
export { createTicker, type Tick, type Ticker } from "./create-ticker.ts";
export { type CompleteEnv, readEnv, requireComplete } from "./env.ts";
export { EnvError } from "./env-error.ts";
export { type Background, startBackground } from "./start-background.ts";
export { startRelay } from "./start-relay.ts";
