import { createHash } from "node:crypto";
import type { Command } from "./read-commands.ts";
import type { Reply } from "./write-reply.ts";

/** Where one connection serves everybody, these would wait for or change it for all. */
const REFUSED = new Set(
  "AUTH BLMOVE BLMPOP BLPOP BRPOP BRPOPLPUSH BZMPOP BZPOPMAX BZPOPMIN CLIENT DISCARD EXEC HELLO MONITOR MULTI PSUBSCRIBE QUIT RESET SELECT SSUBSCRIBE SUBSCRIBE UNWATCH WAIT WATCH".split(
    " ",
  ),
);
/** Upstash's own first line of a script; Redis knows no such flag. */
const OWN_FLAGS = /^#!lua flags=allow-key-locking\n/;

export type RedisDesk = {
  send(command: Command): Promise<Reply>;
  /** All of them without another's in between, or none. */
  transact(commands: Command[]): Promise<Reply | Reply[]>;
};

/** Runs commands as Upstash does. `run` sends one to Redis, in order, and rejects with Redis' own words. */
export function createRedisDesk(run: (command: Command) => Promise<unknown>): RedisDesk {
  // Of a script as its client knows it, to the one that Redis has.
  const hashes = new Map<string, string>();

  function translate([name = "", ...words]: Command): Command {
    const verb = name.toUpperCase();
    const [first = "", ...rest] = words;
    if (verb === "EVAL" || verb === "EVAL_RO") return [name, withoutFlags(first), ...rest];
    if (verb === "EVALSHA" || verb === "EVALSHA_RO") return [name, hashes.get(first.toLowerCase()) ?? first, ...rest];
    if (verb === "SCRIPT" && first.toUpperCase() === "LOAD") return [name, first, ...rest.map(withoutFlags)];
    return [name, ...words];
  }

  function withoutFlags(script: string): string {
    const known = script.replace(OWN_FLAGS, "");
    if (known !== script) hashes.set(sha1(script), sha1(known));
    return known;
  }

  function refusalOf([name = ""]: Command): Reply | null {
    return REFUSED.has(name.toUpperCase()) ? { error: `ERR Command is not available: '${name}'` } : null;
  }

  async function send(command: Command): Promise<Reply> {
    const refusal = refusalOf(command);
    if (refusal) return refusal;
    const reply = await attempt(() => run(translate(command)));
    const isLoad = command[0]?.toUpperCase() === "SCRIPT" && command[1]?.toUpperCase() === "LOAD";
    return isLoad && "result" in reply ? { result: sha1(command[2] ?? "") } : reply;
  }

  return {
    send,
    async transact(commands) {
      const refusal = commands.map(refusalOf).find((one) => one !== null);
      if (refusal) return refusal;
      // Sent in one go, so that no other command comes in between on the shared connection.
      const [, ...queued] = [run(["MULTI"]), ...commands.map((command) => run(translate(command)))];
      const done = attempt(() => run(["EXEC"]));
      await Promise.allSettled(queued);
      const reply = await done;
      if ("error" in reply) return reply;
      return (reply.result as unknown[]).map((one) =>
        one instanceof Error ? { error: one.message } : { result: one },
      );
    },
  };
}

async function attempt(work: () => Promise<unknown>): Promise<Reply> {
  try {
    return { result: await work() };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

const sha1 = (text: string): string => createHash("sha1").update(text).digest("hex");
