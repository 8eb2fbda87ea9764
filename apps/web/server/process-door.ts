import type { Caller } from "@procode/api";
import type { Context, StartedSession } from "@procode/core";

/**
 * What the process hands to the pages that Next has bundled. Next compiles its own copy of every module it imports, so
 * the pages reach the process's one context through here and import types only.
 */
export interface ProcessDoor {
  secret: string;
  secureCookies: boolean;
  contextOf(headers: Headers): Promise<Context>;
  callerOf(ctx: Context): Caller;
  logIn(ctx: Context, input: unknown): Promise<StartedSession>;
  register(ctx: Context, input: unknown): Promise<void>;
  logOut(userId: string, sessionId: string): Promise<void>;
  /** The reason and, where waiting helps, the seconds to wait. */
  reasonOf(error: unknown): { reason: string; retryAfterSeconds?: number };
}

const KEY = Symbol.for("procode.process-door");
type Holder = { [KEY]?: ProcessDoor };

export function openProcessDoor(door: ProcessDoor): void {
  (globalThis as Holder)[KEY] = door;
}

export function processDoor(): ProcessDoor {
  const door = (globalThis as Holder)[KEY];
  if (!door)
    throw new Error("The pages run in PROCODE's own web process only: start it with npm start or npm run dev.");
  return door;
}
