import type { Account } from "@procode/contracts";
import { requireUser } from "../actor.ts";
import type { Context } from "../context.ts";

/** The person: their own account. */
export async function getAccount(ctx: Context): Promise<Account> {
  const userId = requireUser(ctx.actor);
  return ctx.store.asUser(userId, (tx) => tx.users.getAccount());
}
