/** The tRPC door: validate, call one verb, return. */
export { type AppRouter, appRouter, type Caller, createCaller } from "./app-router.ts";
export { translateError } from "./translate-error.ts";
export { type ProcedureMeta, type ProcedureType, scopeOf } from "./enforce-policy.ts";
