import type { LogInInput } from "@procode/contracts";
import type { Context } from "../context.ts";
import { ProcodeError } from "../procode-error.ts";
import { LOGIN_GLOBAL, LOGIN_PER_ACCOUNT, LOGIN_PER_ADDRESS } from "./limits-of-accounts.ts";
import { SESSION_MS } from "./session-lifetime.ts";
import { takeOrRefuse } from "./take-or-refuse.ts";

export type StartedSession = { userId: string; sessionId: string; expiresAt: Date };

/**
 * Anyone. Starts a session. Throws UNAUTHENTICATED wrong-login, alike for an unknown address and a wrong password and
 * after the same work, and LIMITED too-many-tries.
 */
export async function logIn(ctx: Context, { email, password }: LogInInput): Promise<StartedSession> {
  await takeOrRefuse(ctx, [
    [LOGIN_PER_ACCOUNT, email],
    [LOGIN_PER_ADDRESS, ctx.client.address],
    [LOGIN_GLOBAL, "all"],
  ]);
  const account = await ctx.store.asSystem((tx) => tx.accounts.findCredentials(email));
  const right = await ctx.passwords.verify(account?.passwordHash ?? null, password);
  if (!account || !right) {
    await audit(ctx, account?.userId ?? null, "login-refused");
    throw new ProcodeError(
      "UNAUTHENTICATED",
      "That e-mail address and password do not go together. Check both and try again.",
      {
        reason: "wrong-login",
      },
    );
  }
  await ctx.limits.reset(LOGIN_PER_ACCOUNT, email);
  const now = ctx.clock.now();
  const session = {
    id: ctx.ids.next(),
    userId: account.userId,
    expiresAt: new Date(now.getTime() + SESSION_MS),
    ...ctx.client,
  };
  await ctx.store.asSystem((tx) => tx.accounts.startSession(session));
  await audit(ctx, account.userId, "logged-in");
  return { userId: account.userId, sessionId: session.id, expiresAt: session.expiresAt };
}

function audit(ctx: Context, userId: string | null, action: string): Promise<void> {
  return ctx.store.asSystem((tx) =>
    tx.accounts.appendAudit({ userId, action, address: ctx.client.address, details: {} }),
  );
}
