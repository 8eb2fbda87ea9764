import { ROOT } from "../project.ts";
import { startProcess } from "./start-process.ts";

export type Provider = { demo: boolean; env: Record<string, string>; detail: string; stop(): Promise<void> };

/** OpenRouter when there is a key, else the sandbox, which speaks the same protocol on this machine. */
export async function chooseModelProvider(env: NodeJS.ProcessEnv): Promise<Provider> {
  if (env.OPENROUTER_API_KEY || env.OPENROUTER_API_KEY_FILE || env.OPENROUTER_BASE_URL) {
    return { demo: false, env: {}, detail: env.OPENROUTER_BASE_URL ?? "OpenRouter", stop: () => Promise.resolve() };
  }
  const sandbox = await startProcess("sandbox", ["packages/sandbox/src/main.ts", "--port", "0"], { env, cwd: ROOT });
  return {
    demo: true,
    env: { OPENROUTER_BASE_URL: sandbox.url },
    detail: "demo model on this machine",
    stop: sandbox.stop,
  };
}
