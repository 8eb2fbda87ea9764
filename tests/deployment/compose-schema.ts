import { z } from "zod";

// The parts of the compose specification that our file uses, and nothing else: a key that is not listed here is a mistake in it, or
// one more line here. https://github.com/compose-spec/compose-spec/blob/main/spec.md

const name = z.string().regex(/^[a-zA-Z0-9._-]+$/);
const duration = z.string().regex(/^(\d+(us|ms|s|m|h))+$/);
// Written as a word: YAML reads a bare 80:80 or 0.5 as a number, and some of those otherwise than meant.
const words = z.array(z.string()).min(1);
const environment = z.record(z.string().regex(/^[A-Z][A-Z0-9_]*$/), z.string());
const port = z.string().regex(/^\d{1,5}(:\d{1,5})?$/);
const bindOrVolume = z.string().regex(/^(\.\/[\w./-]+|[\w-]+):\/[\w./-]+(:ro)?$/);

const Dependency = z.strictObject({
  condition: z.enum(["service_started", "service_healthy", "service_completed_successfully"]),
  required: z.boolean().optional(),
  restart: z.boolean().optional(),
});

const Service = z.strictObject({
  image: z.string().regex(/^[a-z0-9./-]+:[\w.${}:-]+$/, "an image with its tag"),
  build: z.strictObject({ context: z.string(), dockerfile: z.string(), target: z.string() }).optional(),
  command: words.optional(),
  profiles: z.array(name).min(1).optional(),
  networks: z.array(name).min(1),
  environment: environment.optional(),
  secrets: z.array(name).min(1).optional(),
  volumes: z.array(bindOrVolume).min(1).optional(),
  ports: z.array(port).min(1).optional(),
  expose: z.array(port).min(1).optional(),
  healthcheck: z
    .strictObject({
      test: z.tuple([z.enum(["CMD", "CMD-SHELL"])]).rest(z.string()),
      interval: duration,
      timeout: duration,
      retries: z.int().positive(),
      start_period: duration.optional(),
    })
    .optional(),
  stop_grace_period: duration.optional(),
  restart: z.enum(["no", "always", "on-failure", "unless-stopped"]),
  deploy: z
    .strictObject({
      replicas: z.int().positive(),
      resources: z.strictObject({
        limits: z.strictObject({ cpus: z.string().regex(/^\d+\.\d+$/), memory: z.string().regex(/^\d+[MG]$/) }),
      }),
    })
    .optional(),
  depends_on: z.record(name, Dependency).optional(),
  logging: z.strictObject({ driver: z.string(), options: z.record(z.string(), z.string()) }).optional(),
});

const Declared = z.record(name, z.strictObject({}));

/** A whole compose file, after its anchors were merged. What it names must be declared, and be there where it is needed. */
export const ComposeFile = z
  .strictObject({
    name,
    services: z.record(name, Service),
    networks: Declared,
    volumes: Declared,
    secrets: z.record(name, z.strictObject({ file: z.string().startsWith("./") })),
  })
  .superRefine(({ services, networks, volumes, secrets }, context) => {
    const say = (service: string, message: string) =>
      context.addIssue({ code: "custom", path: ["services", service], message });
    for (const [place, service] of Object.entries(services)) {
      for (const network of service.networks) if (!networks[network]) say(place, `network ${network} is not declared`);
      for (const secret of service.secrets ?? []) if (!secrets[secret]) say(place, `secret ${secret} is not declared`);
      for (const volume of service.volumes ?? []) {
        const [source = ""] = volume.split(":");
        if (!source.startsWith("./") && !volumes[source]) say(place, `volume ${source} is not declared`);
      }
      for (const [other, { condition, required }] of Object.entries(service.depends_on ?? {})) {
        const needed = services[other];
        if (!needed) say(place, `${other} is no service`);
        else if (condition === "service_healthy" && !needed.healthcheck)
          say(place, `${other} never says that it is healthy`);
        else if (required !== false && !runsWith(service.profiles, needed.profiles))
          say(place, `${other} does not run wherever ${place} does`);
      }
    }
  });

/** A service without profiles always runs; one with some runs with any of them. */
function runsWith(profiles: readonly string[] | undefined, needed: readonly string[] | undefined): boolean {
  if (!needed) return true;
  return profiles?.every((profile) => needed.includes(profile)) ?? false;
}
