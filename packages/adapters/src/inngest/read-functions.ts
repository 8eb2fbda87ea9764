import { Cron } from "croner";
import { z } from "zod";
import { type Condition, type DataPath, readCondition, readPath } from "./read-expression.ts";
import { readDuration } from "./read-duration.ts";

/** Calls the functions by the SDK's own protocol. */
export type JobsHandler = (request: Request) => Promise<Response>;

/** A function, as far as the executor enforces it. */
export type JobFunction = {
  id: string;
  crons: readonly string[];
  events: readonly { name: string; condition: Condition | null }[];
  /** The first try included. */
  mostAttempts: number;
  /** How many of its calls run at once; with a path of each value apart. */
  concurrency: readonly { most: number; path: DataPath | null }[];
  throttle: { everyMs: number; burst: number; path: DataPath | null } | null;
  /** What makes two events the same to it; the event's id when null. */
  idempotency: DataPath | null;
};

/** Functions ask for what the built-in executor does not do, and must not be run as if it did. */
export class UnenforcedOptionError extends Error {
  override readonly name = "UnenforcedOptionError";
  constructor(problems: readonly string[]) {
    super(
      `The built-in executor does not start, and nothing was run: it does not enforce ${problems.join("; ")}. ` +
        "Take the option away, or set INNGEST_SIGNING_KEY and INNGEST_EVENT_KEY and let Inngest run the functions.",
    );
  }
}

/** Where the functions are served within this process. */
export const PLACE = "http://localhost/api/inngest";
const DEFAULT_RETRIES = 3;

const Limit = z.strictObject({ limit: z.int().min(1), key: z.string().optional(), scope: z.string().optional() });
const Config = z.strictObject({
  id: z.string(),
  name: z.string().optional(),
  triggers: z.array(
    z.strictObject({ cron: z.string().optional(), event: z.string().optional(), expression: z.string().optional() }),
  ),
  steps: z.record(z.string(), z.looseObject({ retries: z.strictObject({ attempts: z.int().min(0) }).optional() })),
  concurrency: z.union([z.int().min(1), Limit, z.array(Limit)]).optional(),
  throttle: z
    .strictObject({
      limit: z.int().min(1),
      period: z.string(),
      burst: z.int().min(1).optional(),
      key: z.string().optional(),
    })
    .optional(),
  idempotency: z.string().optional(),
});
type Config = z.infer<typeof Config>;

/**
 * Asks for the functions as Inngest does when it syncs. Throws UnenforcedOptionError that names every option of every
 * function that the executor does not enforce.
 */
export async function readFunctions(handle: JobsHandler): Promise<JobFunction[]> {
  const response = await handle(
    new Request(PLACE, {
      method: "PUT",
      headers: { "content-type": "application/json", host: "localhost", "x-inngest-sync-kind": "in_band" },
      body: JSON.stringify({ url: PLACE }),
    }),
  );
  if (!response.ok) throw new Error(`The functions did not tell what they are (${response.status}).`);
  const { functions } = z
    .object({ functions: z.array(z.looseObject({ id: z.string() })) })
    .parse(await response.json());
  const problems: string[] = [];
  const read = functions.map((given) => readFunction(given, (option) => problems.push(`${option} of ${given.id}`)));
  if (problems.length > 0) throw new UnenforcedOptionError(problems);
  return read.filter((one) => one !== null);
}

function readFunction(given: { id: string }, refuse: (option: string) => void): JobFunction | null {
  const parsed = Config.safeParse(given);
  if (!parsed.success) {
    for (const { code, path, ...issue } of parsed.error.issues) {
      const keys = code === "unrecognized_keys" && "keys" in issue ? (issue.keys as string[]) : [""];
      for (const key of keys) refuse([...path, key].filter((part) => part !== "").join("."));
    }
    return null;
  }
  const config = parsed.data;
  const path = (option: string, expression: string | undefined): DataPath | null => {
    const found = expression === undefined ? null : readPath(expression);
    if (expression !== undefined && !found) refuse(`${option} "${expression}"`);
    return found;
  };
  return {
    id: config.id,
    crons: config.triggers.flatMap(({ cron }) => readCron(cron, refuse)),
    events: config.triggers.flatMap(({ event, expression }) => {
      if (event === undefined) return [];
      const condition = expression === undefined ? null : readCondition(expression);
      if (expression !== undefined && !condition) refuse(`triggers.if "${expression}"`);
      if (event.includes("*")) refuse(`triggers.event "${event}"`);
      return [{ name: event, condition }];
    }),
    mostAttempts: 1 + (Object.values(config.steps)[0]?.retries?.attempts ?? DEFAULT_RETRIES),
    concurrency: limitsOf(config).map(({ limit, key, scope }) => {
      if (scope !== undefined && scope !== "fn") refuse(`concurrency.scope "${scope}"`);
      return { most: limit, path: path("concurrency.key", key) };
    }),
    throttle: readThrottle(config.throttle, refuse, path),
    idempotency: path("idempotency", config.idempotency),
  };
}

function limitsOf({ concurrency }: Config): z.infer<typeof Limit>[] {
  if (concurrency === undefined) return [];
  if (typeof concurrency === "number") return [{ limit: concurrency }];
  return Array.isArray(concurrency) ? concurrency : [concurrency];
}

function readCron(cron: string | undefined, refuse: (option: string) => void): string[] {
  if (cron === undefined) return [];
  try {
    nextSlot(cron, new Date(0));
    return [cron];
  } catch {
    refuse(`triggers.cron "${cron}"`);
    return [];
  }
}

function readThrottle(
  throttle: Config["throttle"],
  refuse: (option: string) => void,
  path: (option: string, expression: string | undefined) => DataPath | null,
): JobFunction["throttle"] {
  if (!throttle) return null;
  const seconds = readDuration(throttle.period, new Date(0));
  if (!seconds) refuse(`throttle.period "${throttle.period}"`);
  return {
    everyMs: Math.ceil(((seconds ?? 0) * 1_000) / throttle.limit),
    burst: throttle.burst ?? 1,
    path: path("throttle.key", throttle.key),
  };
}

/** The first time of a schedule after `from`, in UTC unless it begins with `TZ=`. Throws for what is no schedule. */
export function nextSlot(cron: string, from: Date): Date {
  const [, timezone = "UTC", pattern = ""] = /^(?:TZ=(\S+) )?(.*)$/.exec(cron) ?? [];
  const next = new Cron(pattern, { timezone, mode: "5-part" }).nextRun(from);
  if (!next) throw new Error(`"${cron}" never comes.`);
  return next;
}
