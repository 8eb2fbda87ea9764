import { Inngest } from "inngest";
import type { Log } from "@procode/core";

/** The names by which Inngest knows this application; they stand in its history. */
const APP = "procode";

export type JobsDoor =
  | {
      /** Inngest itself drives: its cloud, or a server of one's own. */
      kind: "inngest";
      signingKey: string;
      eventKey: string;
      /** Of a server of one's own; null for the cloud. */
      baseUrl: string | null;
      log: Log;
    }
  | {
      /** The built-in executor drives, in this process: no call leaves it, so none is signed. */
      kind: "built-in";
      /** Takes what the SDK would send to Inngest. */
      fetch: typeof fetch;
      log: Log;
    };

/** The SDK's client. Its mode is said here and never taken from the environment. */
export function createJobsClient(door: JobsDoor): Inngest.Any {
  const shared = { id: APP, checkpointing: false, logger: sdkLog(door.log) };
  if (door.kind === "built-in") return new Inngest({ ...shared, isDev: true, fetch: door.fetch });
  const { signingKey, eventKey, baseUrl } = door;
  return new Inngest({ ...shared, isDev: false, signingKey, eventKey, ...(baseUrl === null ? {} : { baseUrl }) });
}

type Line = (...parts: unknown[]) => void;

// The SDK logs as console does, or with fields first as pino does.
function sdkLog(log: Log): Record<"info" | "warn" | "error" | "debug", Line> {
  const line =
    (level: "info" | "warn" | "error" | "debug"): Line =>
    (...parts) => {
      const text = parts.filter((part) => typeof part === "string").join(" ");
      const fields = parts.filter((part) => typeof part !== "string");
      log[level](`inngest: ${text}`, fields.length === 0 ? undefined : { details: fields });
    };
  return { info: line("info"), warn: line("warn"), error: line("error"), debug: line("debug") };
}
