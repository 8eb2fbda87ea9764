import { createOpenRouterProvider, createSilentLog, createSystemClock } from "@procode/adapters";
import type { ModelProvider } from "@procode/core";
import { createOpenRouterSandbox } from "@procode/sandbox";

/** Two models that see a prompt and nothing else, over HTTP as any other: one reads it, one says "send" whatever it holds. */
export async function openJudges(): Promise<{ reads: ModelProvider; always: ModelProvider } & AsyncDisposable> {
  const quick = { firstMs: 0, intervalMs: 0 };
  const reading = await createOpenRouterSandbox({ seed: 1, defaults: quick, keepTexts: false });
  const blind = await createOpenRouterSandbox({ seed: 1, defaults: { ...quick, alwaysSend: true }, keepTexts: false });
  const shared = { apiKey: "mock_key", clock: createSystemClock(), log: createSilentLog(), demo: true };
  return {
    reads: createOpenRouterProvider({ ...shared, baseUrl: reading.url }),
    always: createOpenRouterProvider({ ...shared, baseUrl: blind.url }),
    async [Symbol.asyncDispose]() {
      await Promise.all([reading.close(), blind.close()]);
    },
  };
}
