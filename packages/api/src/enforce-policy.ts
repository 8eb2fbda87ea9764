import type { ApiKeyScope } from "@procode/contracts";
import { type Actor, ProcodeError, requireScope, requireSession, requireUser } from "@procode/core";

/** Who may call a procedure. */
export type Policy = "guest" | "user" | "session" | "admin";
export type ProcedureMeta = {
  policy: Policy;
  /** For `user`: what an API key needs. Left out: `read` for a query, `manage` for a mutation. */
  scope?: ApiKeyScope;
};
export type ProcedureType = "query" | "mutation" | "subscription";

/** The scope that an API key needs, or null where none is named and the type tells nothing. */
export function scopeOf(meta: ProcedureMeta | undefined, type: ProcedureType): ApiKeyScope | null {
  return meta?.scope ?? DERIVED[type];
}

// A subscription may be either.
const DERIVED = { query: "read", mutation: "manage", subscription: null } as const;

/**
 * Lets the actor pass or throws: UNAUTHENTICATED for a guest, FORBIDDEN key-lacks-scope, FORBIDDEN not-allowed. What
 * has no policy lets nobody pass.
 */
export function enforcePolicy(meta: ProcedureMeta | undefined, type: ProcedureType, actor: Actor): void {
  switch (meta?.policy) {
    case "guest":
      return;
    case "user":
      requireUser(actor);
      requireScope(actor, scopeOf(meta, type) ?? unscoped());
      return;
    case "session":
      requireSession(actor);
      return;
    default:
      requireUser(actor);
      if (meta?.policy === "admin" && actor.kind === "user" && actor.role === "admin") return;
      throw new ProcodeError("FORBIDDEN", "Only an admin may do this. Nothing was changed.", { reason: "not-allowed" });
  }
}

function unscoped(): never {
  throw new Error("A procedure names no scope, so that nobody can tell which key may call it.");
}

type Procedures = Record<string, { _def: { type: ProcedureType; meta?: ProcedureMeta } }>;

/** Throws for a router in which a procedure says neither who may call it nor with which key: it must not start. */
export function requirePolicies(router: { _def: { procedures: object } }): void {
  for (const [path, { _def }] of Object.entries(router._def.procedures as Procedures)) {
    if (!_def.meta?.policy) throw new Error(`${path} has no policy: nothing says who may call it.`);
    if (_def.meta.policy === "user" && !scopeOf(_def.meta, _def.type))
      throw new Error(`${path} has no scope: nothing says which API key may call it.`);
  }
}
