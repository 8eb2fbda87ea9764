import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { Variables } from "../../packages/runtime/src/env-variables.ts";

// No container engine is needed here: what is held are the files, as an engine would read them.
const read = (path: string) => readFileSync(path, "utf8");
const yaml = (path: string) => parse(read(path), { merge: true });

describe("docker-compose.yml", () => {
  const { services, secrets } = yaml("docker-compose.yml");

  it("runs three replicas of procode/app within one CPU and one gigabyte each", () => {
    expect(services.app.image).toMatch(/^procode\/app:/);
    expect(services.app.deploy).toEqual({ replicas: 3, resources: { limits: { cpus: "1.0", memory: "1G" } } });
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

describe("apps/web/Dockerfile", () => {
  const text = read("apps/web/Dockerfile");
  const stages = text.split(/^FROM /m).slice(1);
  const runner = stages.at(-1) ?? "";

  it("stands on a supported Node and installs by the lock file", () => {
    expect(stages.every((stage) => /^(node:24-alpine|dependencies) AS /.test(stage))).toBe(true);
    expect(text.match(/npm (ci|install|i)\b/g)).toEqual(["npm ci", "npm ci"]);
  });

  it("builds with development dependencies and runs without them, not as root", () => {
    expect(text).toMatch(/AS production-dependencies[\s\S]*--omit=dev/);
    expect(runner).toContain("COPY --from=production-dependencies");
    expect(runner).not.toMatch(/--from=(dependencies|manifests)/);
    expect(runner).toContain("USER node");
  });

  it("is healthy when the product says that it is ready", () => {
    expect(runner).toMatch(/HEALTHCHECK[\s\S]*\/api\/health\/ready/);
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
