import { readFileSync } from "node:fs";
import { arrangeEnv, type Env } from "./arrange-env.ts";
import { EnvError } from "./env-error.ts";
import { SECRETS, Variables } from "./env-variables.ts";

/** An environment that names a database and its secrets. */
export type CompleteEnv = Env & {
  database: NonNullable<Env["database"]>;
  encryptionKeys: string;
  nextAuthSecret: string;
};

const MISSING_SECRET = "missing; at least 32 random characters (openssl rand -base64 48)";
const MISSING_KEYS = "missing; id:base64 of 32 random bytes, newest first (openssl rand -base64 32)";

// Next's types make NODE_ENV a must for ProcessEnv, wherever they are seen.
type Given = Record<string, string | undefined>;

/** Everything that PROCODE takes from its environment. Throws one EnvError that lists all that is wrong. */
export function readEnv(source: Given): Env {
  const problems: Record<string, string> = {};
  const given: Given = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value.trim() !== ""),
  );
  const parsed = Variables.safeParse({ ...given, ...readSecretFiles(given, problems) });
  for (const issue of parsed.error?.issues ?? []) problems[String(issue.path[0])] ??= `expected ${issue.message}`;
  // What was given but is wrong must not be called missing as well.
  const missing = (name: keyof Variables) => given[name] === undefined && given[`${name}_FILE`] === undefined;
  for (const [name, expected] of requirements(given)) if (missing(name)) problems[name] ??= expected;
  if (given["NODE_ENV"] === "production" && !isOff(given["INNGEST_DEV"]))
    problems["INNGEST_DEV"] = "expected nothing in production: it would let anybody run jobs, unsigned";
  if (!parsed.success || Object.keys(problems).length > 0) throw new EnvError(problems);
  return arrangeEnv(parsed.data);
}

/** The same environment where a database and its secrets are there; throws an EnvError with what is missing. */
export function requireComplete(env: Env): CompleteEnv {
  const { database, encryptionKeys: keys, nextAuthSecret } = env;
  if (database && keys && nextAuthSecret) return { ...env, database, encryptionKeys: keys, nextAuthSecret };
  const problems: Record<string, string> = {};
  if (!database) problems["DATABASE_URL"] = "missing; `npm start` starts a database by itself and sets it";
  if (!keys) problems["ENCRYPTION_KEYS"] = MISSING_KEYS;
  if (!nextAuthSecret) problems["NEXTAUTH_SECRET"] = MISSING_SECRET;
  throw new EnvError(problems);
}

function requirements(given: Given): [keyof Variables, string][] {
  const has = (name: keyof Variables) => given[name] !== undefined || given[`${name}_FILE`] !== undefined;
  const needed: [keyof Variables, string][] = [];
  if (has("DATABASE_URL"))
    needed.push([
      "DATABASE_SYSTEM_URL",
      "missing; the address with the role procode_system, since DATABASE_URL is set",
    ]);
  if (has("DATABASE_URL") && given["NODE_ENV"] === "production") {
    needed.push(["NEXTAUTH_SECRET", MISSING_SECRET], ["ENCRYPTION_KEYS", MISSING_KEYS]);
  }
  if (has("UPSTASH_REDIS_REST_URL"))
    needed.push(["UPSTASH_REDIS_REST_TOKEN", "missing, since UPSTASH_REDIS_REST_URL is set"]);
  if (has("UPSTASH_REDIS_REST_TOKEN"))
    needed.push(["UPSTASH_REDIS_REST_URL", "missing, since UPSTASH_REDIS_REST_TOKEN is set"]);
  const inngest = ["INNGEST_SIGNING_KEY", "INNGEST_EVENT_KEY"] as const;
  if (has("INNGEST_BASE_URL") || inngest.some(has)) {
    for (const name of inngest) needed.push([name, "missing, since another variable of Inngest is set"]);
  }
  if (given["TELEGRAM_MODE"] === "webhook")
    needed.push(["TELEGRAM_WEBHOOK_SECRET", "missing, since TELEGRAM_MODE is webhook"]);
  return needed;
}

// As the SDK reads it.
const isOff = (value: string | undefined): boolean => value === undefined || /^(0|false|no|off)$/i.test(value.trim());

function readSecretFiles(given: Given, problems: Record<string, string>): Record<string, string> {
  const read: Record<string, string> = {};
  for (const name of SECRETS) {
    const path = given[`${name}_FILE`];
    if (path === undefined) continue;
    if (given[name] !== undefined) problems[name] = `expected either ${name} or ${name}_FILE, not both`;
    try {
      read[name] = readFileSync(path, "utf8").trim();
      if (read[name] === "") problems[`${name}_FILE`] = "expected a file that is not empty";
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
      problems[`${name}_FILE`] = `expected the path of a file that can be read (${code})`;
    }
  }
  return read;
}
