import type { LoadPlan } from "./load-plan.ts";
import { runLoad } from "./run-load.ts";

// A process of its own, so that what it costs is not counted as the servers' and does not delay them.
process.on("message", (plan: LoadPlan) => {
  void runLoad(plan).then((result) => process.send?.(result));
});
process.on("disconnect", () => process.exit(0));
process.on("SIGINT", () => undefined);
process.send?.({ ready: "" });
