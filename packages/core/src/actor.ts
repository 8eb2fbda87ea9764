import type { ApiKeyScope, Role } from "@procode/contracts";
import { ProcodeError } from "./procode-error.ts";

/** Who asks. A guest has no rights but to sign in; a job acts for nobody. */
export type Actor =
  | { kind: "user"; userId: string; sessionId: string; role: Role }
  | { kind: "apiKey"; userId: string; keyId: string; scopes: readonly ApiKeyScope[] }
  | { kind: "channel"; userId: string; channel: "telegram" }
  | { kind: "job"; name: string }
  | { kind: "guest" };

/** The id of the person behind the actor. Throws UNAUTHENTICATED for guests and jobs. */
export function requireUser(actor: Actor): string {
  if ("userId" in actor) return actor.userId;
  throw new ProcodeError("UNAUTHENTICATED", "You are signed out. What you wrote is kept here; sign in and go on.", {
    reason: "not-signed-in",
  });
}

/**
 * The id of the person who asks with a session of their own. Throws UNAUTHENTICATED for guests and jobs, and FORBIDDEN
 * for keys and channels: whoever holds one of those must not be able to make more of them.
 */
export function requireSession(actor: Actor): string {
  const userId = requireUser(actor);
  if (actor.kind === "user") return userId;
  throw new ProcodeError(
    "FORBIDDEN",
    "Only you yourself may do this, signed in on the web; no key and no chat may. Nothing was changed.",
    { reason: "not-allowed" },
  );
}

/** Throws FORBIDDEN key-lacks-scope for an API key that was made without this scope, or any of several. */
export function requireScope(actor: Actor, ...anyOf: [ApiKeyScope, ...ApiKeyScope[]]): void {
  if (actor.kind !== "apiKey" || anyOf.some((scope) => actor.scopes.includes(scope))) return;
  const missing = anyOf.map((scope) => `"${scope}"`).join(" or ");
  throw new ProcodeError(
    "FORBIDDEN",
    `This API key lacks the scope ${missing}. Nothing was changed; use a key that has it, or make one in Settings.`,
    { reason: "key-lacks-scope" },
  );
}

/** Throws FORBIDDEN unless a part of PROCODE itself asks. */
export function requireJob(actor: Actor): void {
  if (actor.kind !== "job") {
    throw new ProcodeError("FORBIDDEN", "Only PROCODE itself may do this.", { reason: "not-allowed" });
  }
}
