import type { ApiKeyScope } from "@procode/contracts";
import type { Context } from "@procode/core";
import { TRPCError } from "@trpc/server";
import type { z } from "zod";
import { appRouter, createCaller } from "../app-router.ts";
import { type ProcedureMeta, type ProcedureType, scopeOf } from "../enforce-policy.ts";
import { type ForeignIds, sampleInput } from "./sample-input.ts";

type Definition = { type: ProcedureType; meta?: ProcedureMeta; inputs: z.core.$ZodType[] };
export type Probe = {
  path: string;
  type: ProcedureType;
  policy: string | undefined;
  /** The scope that an API key needs; null where no key may call it, or none needs one. */
  scope: ApiKeyScope | null;
  hasInput: boolean;
  call(ctx: Context, ids: ForeignIds): Promise<{ foreign: string[]; outcome: string; value: unknown }>;
};

/** One probe for every procedure of the router, so that a new one is swept without anybody thinking of it. */
export function probes(
  router: { _def: { procedures: object } } = appRouter,
  callerOf: (ctx: Context) => unknown = createCaller,
): Probe[] {
  return Object.entries(router._def.procedures as Record<string, { _def: Definition }>).map(([path, { _def }]) => ({
    path,
    type: _def.type,
    policy: _def.meta?.policy,
    scope: _def.meta?.policy === "user" ? scopeOf(_def.meta, _def.type) : null,
    hasInput: _def.inputs.length > 0,
    async call(ctx, ids) {
      const [schema] = _def.inputs;
      const { value: input, foreign } = schema ? sampleInput(schema, ids) : { value: undefined, foreign: [] };
      return { foreign, ...(await outcomeOf(() => callByPath(callerOf(ctx), path, input))) };
    },
  }));
}

async function callByPath(caller: unknown, path: string, input: unknown): Promise<unknown> {
  let procedure = caller;
  for (const name of path.split(".")) procedure = (procedure as Record<string, unknown>)[name];
  const result = await (procedure as (input: unknown) => Promise<unknown>)(input);
  if (typeof result !== "object" || result === null || !(Symbol.asyncIterator in result)) return result;
  for await (const part of result as AsyncIterable<unknown>) return part;
  return undefined;
}

async function outcomeOf(work: () => Promise<unknown>): Promise<{ outcome: string; value: unknown }> {
  try {
    return { outcome: "answered", value: await work() };
  } catch (error) {
    if (error instanceof TRPCError) return { outcome: error.code, value: error.message };
    throw error;
  }
}
