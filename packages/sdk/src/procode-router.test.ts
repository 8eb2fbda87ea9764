import { readFileSync } from "node:fs";
import type { AppRouter } from "@procode/api";
import type { TRPCClient } from "@trpc/client";
import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import { expect, expectTypeOf, it } from "vitest";
import { formatSource } from "../build/format-source.ts";
import { renderTypes } from "../build/render-types.ts";
import type { CallOptions, Subscription } from "./procedure.ts";
import type { ProcodeRouter } from "./procode-router.ts";

type Input<P> = P extends { query(input: infer I, options?: CallOptions): unknown }
  ? I
  : P extends { mutate(input: infer I, options?: CallOptions): unknown }
    ? I
    : P extends Subscription<infer I, unknown>
      ? I
      : { [Name in keyof P]: Input<P[Name]> };
type Output<P> = P extends { query(...rest: never[]): Promise<infer O> }
  ? O
  : P extends { mutate(...rest: never[]): Promise<infer O> }
    ? O
    : { [Name in keyof P as P[Name] extends { subscribe: unknown } ? never : Name]: Output<P[Name]> };
type Outputs = inferRouterOutputs<AppRouter>;
/** tRPC calls what returns nothing `never`, which nobody could await. */
type Told<T, Shape> = [T] extends [never]
  ? // biome-ignore lint/suspicious/noConfusingVoidType: it is what such a promise resolves with
    void
  : Shape extends { query: unknown } | { mutate: unknown }
    ? T
    : {
        [Name in keyof Shape & keyof T as Shape[Name] extends { subscribe: unknown } ? never : Name]: Told<
          T[Name],
          Shape[Name]
        >;
      };

it("is what the routers say today; npm run types -w @procode/sdk writes it anew", () => {
  expect(readFileSync(new URL("procode-router.ts", import.meta.url), "utf8")).toBe(formatSource(renderTypes()));
}, 60_000);

// The compiler proves these two, in `npm run verify`.
it("takes what tRPC takes and gives what tRPC gives", () => {
  const same = <T>(_one: T, _other: T) => undefined;
  same<Input<ProcodeRouter>>({} as Input<ProcodeRouter>, {} as inferRouterInputs<AppRouter>);
  same<inferRouterInputs<AppRouter>>({} as inferRouterInputs<AppRouter>, {} as Input<ProcodeRouter>);
  same<Output<ProcodeRouter>>({} as Output<ProcodeRouter>, {} as Outputs);
  same<Told<Outputs, ProcodeRouter>>({} as Told<Outputs, ProcodeRouter>, {} as Output<ProcodeRouter>);
});

it("has the procedures that tRPC's own client has, called the same way", () => {
  expectTypeOf<keyof ProcodeRouter>().toEqualTypeOf<Exclude<keyof TRPCClient<AppRouter>, symbol>>();
  expectTypeOf<TRPCClient<AppRouter>["conversations"]["list"]>().toExtend<ProcodeRouter["conversations"]["list"]>();
  expectTypeOf<TRPCClient<AppRouter>["chat"]["send"]>().toExtend<ProcodeRouter["chat"]["send"]>();
  expectTypeOf<TRPCClient<AppRouter>["chat"]["follow"]>().toExtend<ProcodeRouter["chat"]["follow"]>();
});
