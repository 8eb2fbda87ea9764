import { type Context, ProcodeError, requireUser } from "@procode/core";
import { initTRPC } from "@trpc/server";
import { formatError, translateError } from "./translate-error.ts";

/** Who may call a procedure. One without a policy does not start. */
export type Policy = "guest" | "user" | "admin";

const trpc = initTRPC
  .context<Context>()
  .meta<{ policy: Policy }>()
  .create({
    errorFormatter: formatError,
    // A ping keeps proxies from closing a quiet stream; the client takes silence for a cut and comes back.
    sse: { ping: { enabled: true, intervalMs: 5_000 }, client: { reconnectAfterInactivityMs: 15_000 } },
  });

export const createRouter = trpc.router;
export const createCallerFactory = trpc.createCallerFactory;

const measured = trpc.middleware(async ({ ctx, path, next }) => {
  const startedMs = ctx.clock.monotonicMs();
  const result = await next();
  ctx.measures.responded(path, (ctx.clock.monotonicMs() - startedMs) / 1_000);
  if (result.ok) return result;
  const { error, reason } = translateError(result.error);
  ctx.measures.failed(path, reason);
  if (error.code === "INTERNAL_SERVER_ERROR") ctx.log.error("a procedure failed", { path, error: result.error });
  return { ...result, error };
});

const policed = trpc.middleware(({ ctx, meta, next }) => {
  enforce(meta?.policy, ctx);
  return next();
});

const procedure = trpc.procedure.use(measured).use(policed);

/** Anyone, signed in or not. */
export const guestProcedure = procedure.meta({ policy: "guest" });
/** A person; the verb beneath checks that what is touched is theirs. */
export const userProcedure = procedure.meta({ policy: "user" });

function enforce(policy: Policy | undefined, { actor }: Context): void {
  if (policy === "guest") return;
  requireUser(actor);
  if (policy === "user") return;
  if (policy === "admin" && actor.kind === "user" && actor.role === "admin") return;
  throw new ProcodeError("FORBIDDEN", "Only an admin may do this. Nothing was changed.", { reason: "not-allowed" });
}
