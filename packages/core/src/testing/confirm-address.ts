import type { Context } from "../context.ts";

/** As if the person had opened the link in their letter. */
export async function confirmAddress(
  { store, clock, ids }: Pick<Context, "store" | "clock" | "ids">,
  userId: string,
): Promise<void> {
  const [tokenHash, createdAt] = [ids.next(), clock.now()];
  const expiresAt = new Date(createdAt.getTime() + 1_000);
  await store.asUser(userId, (tx) => tx.users.saveEmailConfirmation({ tokenHash, createdAt, expiresAt }));
  await store.asSystem((tx) => tx.accounts.confirmEmail(tokenHash, createdAt));
}
