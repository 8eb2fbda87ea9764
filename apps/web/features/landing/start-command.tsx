import { CopyButton } from "@/components/ui/copy-button.tsx";

const COMMAND = "npm ci && npm start";

export function StartCommand() {
  return (
    <section
      id="run"
      aria-label="Run it yourself"
      className="mb-12 grid scroll-mt-4 overflow-hidden rounded-[20px] border border-border bg-sunken md:mb-18 md:grid-cols-[1fr_1.15fr]"
    >
      <div className="px-5 py-6 md:px-9 md:py-[34px]">
        <h2 className="mb-2 text-2xl font-semibold tracking-[-0.028em]">One command, no keys</h2>
        <p className="max-w-[38ch] text-[15px] leading-[23px] text-text-2">
          It brings its own database and a demo model. Add an OpenRouter key when you want the real ones.
        </p>
      </div>
      <div className="relative min-w-0 border-border bg-(--code-bg) px-5 py-6 max-md:border-t md:border-s md:px-9 md:py-[34px]">
        <CopyButton text={COMMAND} label="Copy the command" className="absolute end-3 top-3" />
        <pre className="whitespace-pre-wrap font-mono text-[13px] leading-[22px] tracking-[-0.02em]">
          <span className="text-muted">$</span> {COMMAND}
          {"\n\ndatabase   embedded   "}
          <span className="text-success">ready</span>
          {"\nmodels     demo       "}
          <span className="text-muted max-md:hidden">set OPENROUTER_API_KEY</span>
          <span className="text-muted md:hidden">add a key</span>
          {"\n\n"}
          <mark>PROCODE ready at http://localhost:3000</mark>
        </pre>
      </div>
    </section>
  );
}
