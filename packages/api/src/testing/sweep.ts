import type { Context } from "@procode/core";
import { TRPCError } from "@trpc/server";
import type { z } from "zod";
import { appRouter, createCaller } from "../app-router.ts";
import { type ForeignIds, sampleInput } from "./sample-input.ts";

type Definition = {
  type: "query" | "mutation" | "subscription";
  meta?: { policy?: string };
  inputs: z.core.$ZodType[];
};
export type Probe = {
  path: string;
  policy: string | undefined;
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
    policy: _def.meta?.policy,
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
