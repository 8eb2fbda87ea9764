export type StepResult = { detail?: string };

export interface Progress {
  /** Runs a step, says how long it takes while it is long, and how it ended. */
  step<T extends StepResult>(name: string, work: () => Promise<T>): Promise<T>;
  /** Tells what a running step does now. */
  say(text: string): void;
  quiet(name: string, work: () => Promise<void>): Promise<void>;
}

const SAY_EVERY_MS = 15_000;

export function createProgress(out: NodeJS.WriteStream = process.stdout): Progress {
  const seconds = (since: number) => `${((performance.now() - since) / 1_000).toFixed(1)} s`;
  return {
    async step(name, work) {
      const since = performance.now();
      const ticking = setInterval(() => out.write(`  … ${name}, ${seconds(since)}\n`), SAY_EVERY_MS);
      try {
        const result = await work();
        out.write(`  ✓ ${name.padEnd(12)} ${result.detail ?? "ready"} (${seconds(since)})\n`);
        return result;
      } finally {
        clearInterval(ticking);
      }
    },
    say: (text) => void out.write(`  … ${text}\n`),
    async quiet(name, work) {
      const since = performance.now();
      out.write(`\n  … ${name}\n`);
      await work();
      out.write(`  ✓ stopped (${seconds(since)})\n`);
    },
  };
}
