import { CheckCheck, CircleAlert, CircleHelp, Clock } from "lucide-react";
import type { ReactNode } from "react";
import type { ChatMessage } from "@/components/conversation/wire-types.ts";
import { cx } from "@/components/ui/cx.ts";

type Delivery = NonNullable<ChatMessage["delivery"]>;

const MARKS = {
  sent: { icon: CheckCheck, words: "In Telegram" },
  sending: { icon: Clock, words: "On its way to Telegram" },
};

/** One quiet word in the line under an answer, while nothing is wrong. */
export function DeliveryMark({ delivery: { state } }: { delivery: Delivery }) {
  if (state === "uncertain" || state === "failed") return null;
  const { icon: Icon, words } = MARKS[state];
  return (
    <span className="inline-flex items-center gap-1 text-xs whitespace-nowrap text-muted">
      <Icon aria-hidden="true" className="size-3.5" strokeWidth={1.75} />
      {words}
    </span>
  );
}

/** An answer that Telegram has not, or may not have: what is known, what is kept, what to do. */
export function DeliveryCard({ delivery: { state, reason } }: { delivery: Delivery }) {
  if (state === "uncertain") {
    return (
      <Card tone="bg-warn-soft" icon={<CircleHelp aria-hidden="true" className="text-warn" strokeWidth={1.75} />}>
        <b className="font-medium">Uncertain:</b> Telegram may have taken the message; the connection broke before it
        confirmed. It is not sent twice.
      </Card>
    );
  }
  if (state === "failed") {
    return (
      <Card tone="bg-danger-soft" icon={<CircleAlert aria-hidden="true" className="text-danger" strokeWidth={1.75} />}>
        <b className="font-medium">Not in Telegram:</b> {failedWords(reason)} The answer is kept here.
      </Card>
    );
  }
  return null;
}

function Card({ tone, icon, children }: { tone: string; icon: ReactNode; children: ReactNode }) {
  return (
    <p
      className={cx(
        "mt-3 flex gap-2.5 rounded-[9px] px-3 py-2.5 text-sm [&>svg]:mt-0.5 [&>svg]:size-4 [&>svg]:flex-none",
        tone,
      )}
    >
      {icon}
      <span className="max-w-[62ch] text-pretty">{children}</span>
    </p>
  );
}

function failedWords(reason: string | null): string {
  if (reason === null) return "Telegram did not take it.";
  const sentence = reason.charAt(0).toUpperCase() + reason.slice(1);
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
