import { resolve } from "node:path";

const OWN =
  /^(DATABASE_|APP_URL$|NEXTAUTH_|ENCRYPTION_KEYS$|OPENROUTER_|TELEGRAM_|UPSTASH_|INNGEST_|SMTP_|LOG_LEVEL$|METRICS_TOKEN$|OTEL_|PORT$|HOST$|TRUSTED_PROXIES$|NODE_ENV$|PROCODE_(?!TEST_))/;

/**
 * The environment of every test: what a developer has set for their own PROCODE is left out, keys are mock values, and
 * `PROCODE_TEST_DATABASE_URL` (owner of a PostgreSQL 15+ to test against) is kept.
 */
export function testEnvironment(own: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(own).filter(([name]) => !OWN.test(name));
  return {
    ...Object.fromEntries(kept),
    OPENROUTER_API_KEY: "mock_key",
    TELEGRAM_BOT_TOKEN: "mock_token",
    TURBO_TELEMETRY_DISABLED: "1",
    NEXT_TELEMETRY_DISABLED: "1",
    CHECKPOINT_DISABLE: "1",
    // Tests start hundreds of processes; what one of them compiled the next need not.
    NODE_COMPILE_CACHE: resolve("node_modules/.cache/compiled"),
  };
}
