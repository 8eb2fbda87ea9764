import type { Context } from "../../context.ts";
import { ProcodeError } from "../../procode-error.ts";
import { CONFIRMING_PER_ADDRESS } from "../limits-of-accounts.ts";
import { takeOrRefuse } from "../take-or-refuse.ts";
import { hashConfirmationToken } from "./confirmation-link.ts";

/**
 * Whoever holds the link that was sent to an address, signed in or not: marks that address as confirmed, once, and can do nothing
 * else. Throws FORBIDDEN link-over, alike for a link that is used, over, replaced or was never one, LIMITED too-many-tries.
 */
export async function confirmEmail(ctx: Context, { token }: { token: string }): Promise<void> {
  await takeOrRefuse(ctx, [[CONFIRMING_PER_ADDRESS, ctx.client.address]]);
  const isConfirmed = await ctx.store.asSystem(async (tx) => {
    const userId = await tx.accounts.confirmEmail(hashConfirmationToken(token), ctx.clock.now());
    if (userId === null) return false;
    await tx.accounts.appendEvent(userId, {
      type: "UserSettingsUpdated",
      payload: { userId, changes: ["emailConfirmedAt"] },
    });
    await tx.accounts.appendAudit({ userId, action: "email-confirmed", address: ctx.client.address, details: {} });
    return true;
  });
  if (isConfirmed) return;
  throw new ProcodeError(
    "FORBIDDEN",
    "This link was used, is older than a day, or a newer one took its place. Nothing was changed; you can ask for another in Settings.",
    { reason: "link-over" },
  );
}
