import { startChild } from "./start-child.ts";
import { ROOT } from "./root.ts";

export type Sandbox = {
  pid: number;
  /** OpenRouter's base URL, `…/api/v1`. */
  url: string;
  model: string;
  stop(): Promise<void>;
};

/** The bare upstream: the sandbox alone, keeping no texts. */
export async function startSandbox(): Promise<Sandbox> {
  const child = await startChild({
    name: "the sandbox",
    args: ["packages/sandbox/src/main.ts", "--no-texts"],
    cwd: ROOT,
  });
  const url = child.ready ?? "";
  const response = await fetch(`${url}/models`);
  const { data }: { data: { id: string }[] } = JSON.parse(await response.text());
  const [first] = data;
  if (!first) throw new Error("The sandbox's catalogue is empty.");
  return { pid: child.pid, url, model: first.id, stop: child.stop };
}
