import { type Context, newTraceId } from "@procode/core";
import { openRuntime } from "../open-runtime.ts";
import { Refusal } from "../refusal.ts";

/**
 * Acts on the database itself as the person with this address: whoever reads the machine's secrets may. Finds the one of
 * a running `npm start` by itself. Throws a Refusal when there is no database or no such person.
 */
export async function openAsOwner(email: string): Promise<{ ctx: Context; close(): Promise<void> }> {
  const runtime = await openRuntime(process.env);
  try {
    const { services } = runtime;
    const known = await services.store.asSystem((tx) => tx.accounts.findCredentials(email));
    if (!known) throw new Refusal(`Nobody is registered as ${email}. Register on the web first.`);
    const ctx: Context = {
      ...services,
      actor: { kind: "user", userId: known.userId, sessionId: services.ids.next(), role: "user" },
      requestId: newTraceId(services.ids),
      client: { address: "command line", userAgent: "procode keys" },
    };
    return { ctx, close: runtime.close };
  } catch (error) {
    await runtime.close();
    throw error;
  }
}
