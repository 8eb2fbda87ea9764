import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { Variables } from "../../packages/runtime/src/env-variables.ts";
import { ComposeFile } from "./compose-schema.ts";

// No container engine is needed here: what is held are the files, as an engine would read them.
const read = (path: string) => readFileSync(path, "utf8");
const yaml = (path: string) => parse(read(path), { merge: true });
/** The compose file as an engine sees it: what begins with x- is for us alone. */
const compose = () =>
  Object.fromEntries(
    Object.entries<Record<string, unknown>>(yaml("docker-compose.yml")).filter(([key]) => !key.startsWith("x-")),
  );
const mistakes = (file: unknown) => ComposeFile.safeParse(file).error?.issues.map(({ path }) => path.join(".")) ?? [];

describe("docker-compose.yml", () => {
  const { services, secrets } = yaml("docker-compose.yml");

  it("runs three replicas of procode/app within one CPU and one gigabyte each", () => {
    expect(services.app.image).toMatch(/^procode\/app:/);
    expect(services.app.deploy).toEqual({ replicas: 3, resources: { limits: { cpus: "1.0", memory: "1G" } } });
  });

  it("runs two replicas of procode/telegram-bot within half a CPU and 512 megabytes each, where that is chosen", () => {
    const { image, deploy, profiles, secrets: its } = services["telegram-bot"];
    expect(image).toMatch(/^procode\/telegram-bot:/);
    expect(deploy).toEqual({ replicas: 2, resources: { limits: { cpus: "0.5", memory: "512M" } } });
    expect(profiles).toEqual(["telegram"]);
    expect(its).toContain("telegram_bot_token");
    expect(services.app.secrets).not.toContain("telegram_bot_token");
  });

  it("keeps to the compose specification, and declares all that it names", () => {
    expect(mistakes(compose())).toEqual([]);
  });

  it.each<[string, string, (file: ReturnType<typeof yaml>) => void]>([
    [
      "a key that compose does not know",
      "services.app",
      ({ services: { app } }) => Object.assign(app, { dependson: {} }),
    ],
    [
      "a port that YAML reads as a number",
      "services.proxy.ports.0",
      ({ services: { proxy } }) => void proxy.ports.splice(0, 1, 80),
    ],
    [
      "a restart that is none",
      "services.redis.restart",
      ({ services: { redis } }) => Object.assign(redis, { restart: "sometimes" }),
    ],
    ["a secret that is declared nowhere", "services.app", ({ secrets: declared }) => void delete declared.smtp_url],
    ["a volume that is declared nowhere", "services.redis", ({ volumes }) => void delete volumes.redis],
    [
      "a health that is waited for and never told",
      "services.inngest",
      ({ services: { redis } }) => void delete redis.healthcheck,
    ],
    [
      "a need for what is not always there",
      "services.app",
      ({ services: { app } }) => void delete app.depends_on.database.required,
    ],
    [
      "an image without a tag",
      "services.redis.image",
      ({ services: { redis } }) => Object.assign(redis, { image: "redis" }),
    ],
  ])("%s is found", (_, place, breach) => {
    const file = compose();
    breach(file);
    expect(mistakes(file)).toContain(place);
  });

  it("has an Inngest of one's own with a database and a Redis of its own, which no port leads to", () => {
    const { inngest, app } = services;
    expect(inngest.command.at(-1)).toMatch(/exec inngest start --sdk-url "\$\$APP_URL\/api\/inngest"/);
    expect(inngest.secrets).toEqual(["inngest_event_key", "inngest_signing_key", "inngest_postgres_uri"]);
    expect(app.secrets).toEqual(expect.arrayContaining(["inngest_event_key", "inngest_signing_key"]));
    expect(app.secrets).not.toContain("inngest_postgres_uri");
    expect(inngest.environment["INNGEST_REDIS_URI"]).toBe("redis://redis:6379");
    expect([inngest.ports, services.redis.ports, services["redis-rest"].ports]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(services.redis.command).toEqual(expect.arrayContaining(["--appendonly", "noeviction"]));
    expect(read("deploy/create-roles.sh")).toContain("CREATE DATABASE inngest OWNER inngest;");
  });

  it("reads a secret of Inngest, Redis or mail only where the address beside it is set", () => {
    const { environment } = services.app;
    for (const [address, ...files] of [
      ["INNGEST_BASE_URL", "INNGEST_EVENT_KEY_FILE", "INNGEST_SIGNING_KEY_FILE"],
      ["UPSTASH_REDIS_REST_URL", "UPSTASH_REDIS_REST_TOKEN_FILE"],
      ["SMTP_FROM", "SMTP_URL_FILE"],
    ] as const) {
      expect(environment[address]).toBe(`\${${address}:-}`);
      for (const file of files) expect(environment[file]).toMatch(`\${${address}:+/run/secrets/`);
    }
  });

  it("publishes the proxy and nothing else", () => {
    const published = Object.entries<{ ports?: string[] }>(services).filter(([, service]) => service.ports);
    expect(published.map(([name]) => name)).toEqual(["proxy"]);
  });

  it("keeps proxy, database and pooler as choices", () => {
    expect([services.proxy.profiles, services.database.profiles, services.pgbouncer.profiles]).toEqual([
      ["proxy"],
      ["database"],
      ["pooler"],
    ]);
    expect(services.database.image).toMatch(/^postgres:15/);
    expect(services.pgbouncer.environment.POOL_MODE).toBe("transaction");
  });

  it("gives the owner's password to migrations alone", () => {
    expect(services.migrate.secrets).toContain("database_owner_url");
    expect(services.app.secrets).not.toContain("database_owner_url");
    expect(services.app.environment["DATABASE_OWNER_URL_FILE"]).toBe("");
  });

  it("declares every secret that it uses, as a file outside of the repository", () => {
    const used = Object.values<{ secrets?: string[] }>(services).flatMap((service) => service.secrets ?? []);
    expect(Object.keys(secrets)).toEqual(expect.arrayContaining(used));
    expect(read(".gitignore")).toContain("deploy/secrets/");
    expect(JSON.stringify(services)).not.toMatch(/PASSWORD":"(?!\$)/);
  });

  it("sets only variables that PROCODE knows", () => {
    const known = Object.keys(Variables.shape).flatMap((name) => [name, `${name}_FILE`]);
    expect(Object.keys(services.app.environment).filter((name) => !known.includes(name))).toEqual([]);
  });
});

describe("deploy/Dockerfile", () => {
  const text = read("deploy/Dockerfile");
  const { services } = yaml("docker-compose.yml");
  const stages = new Map(
    text
      .split(/^FROM /m)
      .slice(1)
      .map((stage) => [/^\S+ AS (\S+)/.exec(stage)?.[1] ?? "", stage]),
  );
  const stageOf = (name: string) => stages.get(name) ?? "";
  const TARGETS = ["app", "telegram-bot"];

  it("stands on a supported Node and installs by the lock file", () => {
    for (const stage of stages.values()) {
      const [from = ""] = stage.split(" ", 1);
      expect(from === "node:24-alpine" || stages.has(from), from).toBe(true);
    }
    expect(text.match(/npm (ci|install|i)\b/g)).toEqual(["npm ci", "npm ci", "npm ci"]);
  });

  it.each(TARGETS)("%s builds with development dependencies and runs without them, not as root", (target) => {
    const runner = stageOf(target);
    expect(stageOf(`${target}-dependencies`)).toContain("--omit=dev");
    expect(runner).toContain(`COPY --from=${target}-dependencies`);
    expect(runner).not.toMatch(/--from=(dependencies|manifests)/);
    expect(runner).toMatch(/^USER node$/m);
    expect(runner).toMatch(/USER node\n[\s\S]*CMD \["node", "apps\/[\w/-]+\/main.ts"\]/);
  });

  it("builds what the compose file asks for, each from its own target, and nothing that it copies is missing", () => {
    const built = Object.values<{ build?: { dockerfile: string; target: string } }>(services).flatMap(
      ({ build }) => build ?? [],
    );
    expect(built.map(({ dockerfile }) => dockerfile)).toEqual(["deploy/Dockerfile", "deploy/Dockerfile"]);
    expect(built.map(({ target }) => target)).toEqual(TARGETS);
    for (const [, from = ""] of text.matchAll(/--from=(\S+)/g)) expect(stages.has(from), from).toBe(true);
  });

  it("the app is healthy when the product says that it is ready", () => {
    expect(stageOf("app")).toMatch(/HEALTHCHECK[\s\S]*\/api\/health\/ready/);
  });

  it("sends neither secrets nor build output to the engine", () => {
    const ignore = read(".dockerignore").split("\n");
    expect(ignore[0]).toBe("**");
    expect(ignore.filter((line) => line.startsWith("!")).some((line) => /\.env|secrets/.test(line))).toBe(false);
  });
});

describe("the workflows", () => {
  it("test every push and pull request, in parallel jobs, with coverage kept", () => {
    const ci = yaml(".github/workflows/ci.yml");
    expect(Object.keys(ci.on)).toEqual(["push", "pull_request"]);
    expect(ci.jobs.test.strategy.matrix.stage).toEqual(["verify", "guards", "unit", "integration", "e2e"]);
    expect(JSON.stringify(ci.jobs.test.steps)).toContain("coverage/");
    expect(ci.jobs["postgres-15"].services.postgres).toMatchObject({ image: "postgres:15", ports: ["5433:5432"] });
    expect(ci.jobs["postgres-15"].env["PROCODE_TEST_DATABASE_URL"]).toContain(":5433/procode_test");
  });

  it("build and deploy on a push to main, and only after the tests", () => {
    const deploy = yaml(".github/workflows/deploy.yml");
    expect(deploy.name).toBe("Deploy PROCODE");
    expect(deploy.on).toEqual({ push: { branches: ["main"] } });
    expect(deploy.jobs.test["runs-on"]).toMatch(/^ubuntu/);
    expect(deploy.jobs["build-and-deploy"].needs).toBe("test");
    const commands = deploy.jobs["build-and-deploy"].steps.flatMap((step: { run?: string }) => step.run ?? []);
    expect(commands).toEqual(["docker compose build app", "./deploy.sh production"]);
  });

  it("audits dependencies at high", () => {
    expect(read(".github/workflows/ci.yml")).toContain("npm audit --audit-level=high");
  });
});

it(".ci/run, the workflow and the README give the same test command", () => {
  const command = "npm ci && npm test";
  expect(read("README.md")).toContain(`\n${command}\n`);
  expect(read(".ci/run").trim().split("\n").at(-1)).toBe(command);
  expect(read(".github/workflows/deploy.yml")).toContain(`- run: ${command}\n`);
});

it(".env.example names every variable that PROCODE reads, and no other", () => {
  const named = [...read(".env.example").matchAll(/^# ([A-Z][A-Z_]+)=/gm)].map(([, name]) => name);
  expect(named.toSorted()).toEqual(Object.keys(Variables.shape).toSorted());
});
