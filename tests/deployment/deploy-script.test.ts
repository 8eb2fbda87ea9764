import { chmodSync, existsSync, readFileSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, expect, it } from "vitest";
import { createOverlay } from "../guards/overlay.ts";

const SECRETS = [
  "database_url",
  "database_system_url",
  "database_owner_url",
  "nextauth_secret",
  "encryption_keys",
  "openrouter_api_key",
];
// Stands in for docker: writes down what it was asked, and fails to start the versions named in BROKEN.
const DOCKER = `#!/bin/sh
echo "$PROCODE_VERSION $*" >> docker.log
case "$*" in *" up "*) case " $BROKEN " in *" $PROCODE_VERSION "*) exit 1;; esac;; esac
`;

function project({ secrets = SECRETS } = {}) {
  const overlay = createOverlay({
    copies: ["deploy.sh"],
    files: { "bin/docker": DOCKER, ...Object.fromEntries(secrets.map((name) => [`deploy/secrets/${name}`, "x\n"])) },
  });
  chmodSync(join(overlay.root, "bin/docker"), 0o755);
  return {
    ...overlay,
    deploy: (version: string, broken = "") =>
      overlay.run(
        "env",
        `PATH=${join(overlay.root, "bin")}${delimiter}${process.env["PATH"]}`,
        `PROCODE_VERSION=${version}`,
        `BROKEN=${broken}`,
        "./deploy.sh",
        "production",
      ),
    asked: () => {
      const log = join(overlay.root, "docker.log");
      return existsSync(log)
        ? readFileSync(log, "utf8")
            .trim()
            .split("\n")
            .map((line) => line.replace(/compose --project-name procode-production /, ""))
        : [];
    },
    state: () => readFileSync(join(overlay.root, "deploy/.deployed-production"), "utf8").trim(),
  };
}

describe("deploy.sh", () => {
  it("builds, migrates, then starts and waits until every replica is healthy", async () => {
    using host = project();
    const { code, output } = await host.deploy("v1");
    expect(code, output).toBe(0);
    expect(host.asked()).toEqual([
      "v1 build app telegram-bot",
      "v1 run --rm migrate",
      "v1 up --detach --no-build --wait --wait-timeout 120",
    ]);
    expect(host.state()).toBe("v1");
  });

  it("builds and migrates nothing when this version runs already", async () => {
    using host = project();
    await host.deploy("v1");
    const { code, output } = await host.deploy("v1");
    expect(code).toBe(0);
    expect(output).toContain("production already runs v1.");
    expect(host.asked().slice(3)).toEqual(["v1 up --detach --no-build --wait --wait-timeout 120"]);
  });

  it("goes back to the version before when the new one does not become healthy", async () => {
    using host = project();
    await host.deploy("v1");
    const { code, output } = await host.deploy("v2", "v2");
    expect(code).toBe(1);
    expect(output).toContain("production runs v1 again; v2 was not kept.");
    expect(host.asked().at(-1)).toBe("v1 up --detach --no-build --wait --wait-timeout 120");
    expect(host.state()).toBe("v1");
  });

  it("says so when there is nothing to go back to", async () => {
    using host = project();
    const { code, output } = await host.deploy("v1", "v1");
    expect(code).toBe(1);
    expect(output).toContain("there is no earlier version to go back to");
  });

  it("changes nothing when a secret is missing, and names it", async () => {
    using host = project({ secrets: SECRETS.filter((name) => name !== "encryption_keys") });
    const { code, output } = await host.deploy("v1");
    expect(code).toBe(78);
    expect(output).toContain("deploy/secrets/encryption_keys is missing or empty");
    expect(host.asked()).toEqual([]);
  });

  it("makes the files of secrets that nothing asks for, empty and for nobody else, and leaves those that are there", async () => {
    using host = project({ secrets: [...SECRETS, "smtp_url"] });
    await host.deploy("v1");
    const read = (name: string) => readFileSync(join(host.root, "deploy/secrets", name), "utf8");
    expect([read("smtp_url"), read("inngest_event_key")]).toEqual(["x\n", ""]);
    expect(statSync(join(host.root, "deploy/secrets/inngest_event_key")).mode & 0o077).toBe(0);
  });

  it("refuses a target that it does not know", async () => {
    using overlay = createOverlay({ copies: ["deploy.sh"] });
    expect(await overlay.run("./deploy.sh", "mars")).toMatchObject({ code: 2 });
  });
});
