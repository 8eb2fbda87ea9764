import type { Channel } from "@procode/contracts";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge.tsx";
import { ChannelMark } from "@/components/ui/channel-mark.tsx";

/** One thread, many doors. What is not built yet says so. */
export function ChannelStage() {
  return (
    <section
      aria-label="The same conversation in three places"
      className="grid overflow-hidden rounded-[20px] border border-border bg-surface shadow-md md:grid-cols-[1.35fr_1fr_1fr]"
    >
      <Pane channel="web" name="Web" end={<span className="num text-xs text-muted">10:58</span>} className="bg-bg">
        <p className="text-[15px] leading-[22px] font-medium">How often should it retry, and when does it give up?</p>
        <p className="text-[15px] leading-6">
          Seven attempts over at most 8 h 50 min. Because <mark>Invoices runs on one 2 GB server</mark>, the waits grow
          fast, so that a night of failures never fills the queue.
        </p>
        <p className="text-xs text-muted">The marked words come from the context that you wrote.</p>
        <p className="num mt-auto border-t border-border pt-2.5 text-xs text-muted">
          Claude Sonnet 4.5 · 1.2 s to first word · $0.0112
        </p>
      </Pane>
      <Pane channel="telegram" name="Telegram" end={<Badge>planned</Badge>}>
        <p className="text-[15px] leading-[22px]">
          The bank’s webhook failed three times last night. Remind me to fix retries properly.
        </p>
        <p className="mt-auto rounded-[9px] bg-hover px-3 py-2.5 text-xs leading-[17px] text-text-2">
          The same thread and the same context, from your phone. It writes first only when you let it.
        </p>
      </Pane>
      <Pane channel="api" name="SDK" end={<Badge>planned</Badge>}>
        <pre className="font-mono text-[12.5px] leading-5 tracking-[-0.02em] whitespace-pre-wrap">
          <Keyword>for await</Keyword> (<Keyword>const</Keyword> part <Keyword>of</Keyword>
          {"\n  procode.chat.stream({\n    text: "}
          <span className="text-(--code-string)">"Sum up last night"</span>
          {",\n  })) {\n  "}
          <Keyword>if</Keyword>
          {" (part.type === "}
          <span className="text-(--code-string)">"usage"</span>
          {")\n    log(part.cost); "}
          <span className="text-(--code-comment)">{"// 0.0031"}</span>
          {"\n}"}
        </pre>
        <p className="mt-auto text-sm text-muted">A typed client whose streams resume by themselves.</p>
      </Pane>
    </section>
  );
}

type PaneProps = { channel: Channel; name: string; end: ReactNode; className?: string; children: ReactNode };

function Pane({ channel, name, end, className = "", children }: PaneProps) {
  return (
    <div
      className={`flex min-w-0 flex-col gap-3 border-border px-5 pt-[18px] pb-[22px] not-last:border-b md:min-h-[288px] md:not-last:border-e md:not-last:border-b-0 ${className}`}
    >
      <h2 className="flex items-center gap-2 text-sm font-medium">
        <span aria-hidden="true" className="contents">
          <ChannelMark channel={channel} />
        </span>
        {name}
        <span aria-hidden="true" className="h-px grow bg-border-strong" />
        {end}
      </h2>
      {children}
    </div>
  );
}

function Keyword({ children }: { children: string }) {
  return <span className="text-(--code-keyword)">{children}</span>;
}
