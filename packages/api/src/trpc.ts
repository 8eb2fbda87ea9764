import type { ApiKeyScope } from "@procode/contracts";
import type { Context } from "@procode/core";
import { initTRPC } from "@trpc/server";
import { enforcePolicy, type ProcedureMeta } from "./enforce-policy.ts";
import { formatError, translateError } from "./translate-error.ts";

const trpc = initTRPC
  .context<Context>()
  .meta<ProcedureMeta>()
  .create({
    errorFormatter: formatError,
    // A ping keeps proxies from closing a quiet stream; the client takes silence for a cut and comes back.
    sse: { ping: { enabled: true, intervalMs: 5_000 }, client: { reconnectAfterInactivityMs: 15_000 } },
  });

export const createRouter = trpc.router;
export const createCallerFactory = trpc.createCallerFactory;

const measured = trpc.middleware(async ({ ctx, path, type, next }) => {
  const startedMs = ctx.clock.monotonicMs();
  // tRPC hands errors back instead of throwing them.
  const result = await ctx.tracer.span(path, { type }, async (stage) => {
    const ended = await next();
    if (!ended.ok) stage.note({ failed: translateError(ended.error).reason });
    return ended;
  });
  ctx.measures.responded(path, (ctx.clock.monotonicMs() - startedMs) / 1_000);
  if (result.ok) return result;
  const { error, reason } = translateError(result.error);
  ctx.measures.failed(path, reason);
  if (error.code === "INTERNAL_SERVER_ERROR") ctx.log.error("a procedure failed", { path, error: result.error });
  return { ...result, error };
});

const policed = trpc.middleware(({ ctx, meta, type, next }) => {
  enforcePolicy(meta, type, ctx.actor);
  return next();
});

const procedure = trpc.procedure.use(measured).use(policed);

/** Anyone, signed in or not. */
export const guestProcedure = procedure.meta({ policy: "guest" });
/**
 * A person, by session, chat or API key; the verb beneath checks that what is touched is theirs. A key needs the scope
 * `read` for a query and `manage` for a mutation.
 */
export const userProcedure = procedure.meta({ policy: "user" });
/** The same, where a key needs this scope. */
export const scopedProcedure = (scope: ApiKeyScope) => procedure.meta({ policy: "user", scope });
/** A person with a session of their own: what neither an API key nor a chat may do. */
export const sessionProcedure = procedure.meta({ policy: "session" });
