import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge.tsx";
import { Card } from "@/components/ui/card.tsx";

const MODELS = [
  ["Claude Haiku 4.5", "$1.00 / $5.00", "200\u00a0k"],
  ["Gemini 2.5 Flash", "$0.30 / $2.50", "1\u00a0M"],
  ["Grok 4 Fast", "$0.20 / $0.50", "2\u00a0M"],
  ["Llama 3.3 70B", "free", "131\u00a0k"],
] as const;
const FACTS = [
  ["Occupation", "Founder of Invoices"],
  ["Language to answer in", "Polish, English"],
  ["How to answer", "Short, no praise"],
] as const;
const RECEIPT = [
  ["Claude Sonnet 4.5", "$0.0112"],
  ["Gemini 2.5 Flash", "$0.0009"],
  ["Llama 3.3 70B", "free"],
] as const;

export function FeatureGrid() {
  return (
    <section
      id="how"
      aria-label="How it works"
      className="grid scroll-mt-4 gap-11 py-14 md:grid-cols-2 md:gap-x-16 md:gap-y-14 md:pt-24 md:pb-20"
    >
      <Feature
        title="A context you can read"
        words="Who you are, how you like answers, what you work on. It goes ahead of every question, and you see exactly what a model is told."
      >
        <ul className="grid gap-1 font-mono text-[12.5px] leading-5 tracking-[-0.02em]">
          {FACTS.map(([name, value]) => (
            <li key={name}>
              - {name}: <mark>{value}</mark>
            </li>
          ))}
        </ul>
      </Feature>
      <Feature
        title="A receipt under every answer"
        words="Model, first word, tokens and the true cost in one grey line. What a day cost stands beside your conversations."
      >
        <p className="num mb-3.5 flex text-sm font-medium">
          <span className="grow">Today</span>$0.61
        </p>
        <dl className="num grid grid-cols-[1fr_auto] gap-x-3 gap-y-[7px] text-sm">
          {RECEIPT.map(([model, cost]) => (
            <div key={model} className="contents">
              <dt className="text-muted">{model}</dt>
              <dd className="text-end">{cost}</dd>
            </div>
          ))}
        </dl>
      </Feature>
      <Feature
        title="Every model, one picker"
        words="Prices per million tokens in and out, and how much each can read. Change the model in the middle of a conversation."
      >
        <table className="w-full text-sm">
          <caption className="sr-only">Sample prices per million tokens, in and out, and context</caption>
          <tbody>
            {MODELS.map(([name, price, context]) => (
              <tr key={name} className="border-border not-last:border-b">
                <th scope="row" className="py-2 text-start font-normal">
                  {name}
                </th>
                <td className="py-2 text-end text-muted">{price}</td>
                <td className="w-16 py-2 text-end">{context}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Feature>
      <Feature
        title="It writes first, on your terms"
        badge={<Badge>planned</Badge>}
        words="Off until you turn it on. Then: quiet hours on a clock, the next seven days in advance, and a reason on every message."
      >
        <QuietHours />
        <p className="mt-3 text-sm text-muted">Nothing between 22:00 and 07:30.</p>
      </Feature>
    </section>
  );
}

function Feature({
  title,
  words,
  badge,
  children,
}: {
  title: string;
  words: string;
  badge?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="flex flex-col">
      <h2 className="mb-2 flex items-center gap-2.5 text-[22px] leading-7 font-semibold tracking-[-0.022em]">
        {title}
        {badge}
      </h2>
      <p className="mb-5 max-w-[46ch] text-[15px] leading-[23px] text-pretty text-text-2">{words}</p>
      <Card className="flex grow flex-col justify-center">{children}</Card>
    </div>
  );
}

const HOURS = [
  [0, "00", "start"],
  [110, "06", "middle"],
  [220, "12", "middle"],
  [330, "18", "middle"],
  [440, "24", "end"],
] as const;

function QuietHours() {
  return (
    <svg viewBox="0 0 440 40" role="img" aria-label="Quiet from 22:00 to 07:30" className="block w-full">
      <rect x="0" y="4" width="440" height="14" rx="7" fill="var(--active)" />
      <rect x="0" y="4" width="137" height="14" rx="7" fill="var(--ink)" />
      <rect x="403" y="4" width="37" height="14" rx="7" fill="var(--ink)" />
      <circle cx="147" cy="11" r="4.5" fill="var(--accent)" stroke="var(--accent-line)" strokeWidth="1.5" />
      {HOURS.map(([x, hour, anchor]) => (
        <text key={hour} x={x} y="36" fontSize="11" textAnchor={anchor} fill="var(--muted)">
          {hour}
        </text>
      ))}
    </svg>
  );
}
