import type { Account, UpdateAccountInput } from "@procode/contracts";
import { requireUser } from "../actor.ts";
import type { Context } from "../context.ts";

/** The person: the name on their own account. */
export async function updateAccount(ctx: Context, input: UpdateAccountInput): Promise<Account> {
  const userId = requireUser(ctx.actor);
  return ctx.store.asUser(userId, async (tx) => {
    await tx.users.updateAccount(input);
    await tx.events.append({ type: "UserSettingsUpdated", payload: { userId, changes: ["name"] } });
    return tx.users.getAccount();
  });
}
