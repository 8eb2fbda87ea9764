import type { RegisterInput } from "@procode/contracts";
import type { Context } from "../context.ts";
import { REGISTER_PER_ADDRESS } from "./limits-of-accounts.ts";
import { takeOrRefuse } from "./take-or-refuse.ts";

// Longer than a hash and an insert take, so that the time tells nothing about who exists.
const ANSWER_AFTER_MS = 400;

/**
 * Anyone. Makes the account, or does nothing when the address has one: the answer is the same in words and time.
 * The first account of an instance becomes its admin. Throws LIMITED too-many-tries.
 */
export async function register(ctx: Context, input: RegisterInput): Promise<{ next: "/login" }> {
  await takeOrRefuse(ctx, [[REGISTER_PER_ADDRESS, ctx.client.address]]);
  const answerAt = ctx.clock.monotonicMs() + ANSWER_AFTER_MS;
  const passwordHash = await ctx.passwords.hash(input.password);
  await ctx.store.asSystem(async (tx) => {
    const id = ctx.ids.next();
    const name = input.name?.trim() || (input.email.split("@")[0] ?? "");
    const account = await tx.accounts.create({
      id,
      email: input.email,
      name,
      passwordHash,
      timeZone: input.timeZone ?? null,
    });
    if (account) await tx.accounts.appendEvent(id, { type: "UserRegistered", payload: { userId: id } });
    await tx.accounts.appendAudit({
      userId: account?.userId ?? null,
      action: account ? "registered" : "register-known-address",
      address: ctx.client.address,
      details: account ? { role: account.role } : {},
    });
  });
  await ctx.clock.sleep(answerAt - ctx.clock.monotonicMs());
  return { next: "/login" };
}
