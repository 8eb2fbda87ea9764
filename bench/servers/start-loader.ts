import type { LoadPlan, LoadResult } from "../load/load-plan.ts";
import { ROOT } from "./root.ts";
import { startChild } from "./start-child.ts";

export type Loader = { run(plan: LoadPlan): Promise<LoadResult>; stop(): Promise<void> };

/** The load generator, a process of its own. */
export async function startLoader(): Promise<Loader> {
  const child = await startChild({ name: "the load generator", args: ["bench/load/main.ts"], cwd: ROOT });
  return {
    run: (plan) =>
      new Promise((resolve, reject) => {
        const gone = () => reject(new Error("The load generator died."));
        child.process.once("exit", gone);
        child.process.once("message", (result) => {
          child.process.off("exit", gone);
          resolve(result as LoadResult);
        });
        child.process.send(plan);
      }),
    stop: child.stop,
  };
}
