"use client";

import { Clock, Pencil, RefreshCw, X } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { UnsentMessage } from "@/components/conversation/unsent-messages.ts";
import { AnswerText } from "@/components/answer/answer-text.tsx";
import { Badge } from "@/components/ui/badge.tsx";
import { Button, buttonClass } from "@/components/ui/button.tsx";
import { ChannelMark } from "@/components/ui/channel-mark.tsx";
import { Glyph } from "@/components/ui/logo.tsx";
import { unsentWords } from "./failure-words.ts";
import { MessageFrame } from "./message-frame.tsx";
import { MessageHead } from "./message-head.tsx";
import { ASK } from "./question.tsx";
import { LiveReceipt } from "./receipt-line.tsx";

type UnsentProps = {
  message: UnsentMessage;
  online: boolean;
  /** An answer is being written, and this waits for its end. */
  busy: boolean;
  /** First in line: its answer is expected right under it. */
  first: boolean;
  model: string | null;
  onRetry: (clientId: string) => void;
  onWithdraw: (clientId: string) => void;
  /** Takes the words back into the composer. */
  onEdit: (message: UnsentMessage) => void;
};

/** A message that stands here at once and is on its way, waits, or could not be sent. */
export function UnsentQuestion({ message, online, busy, first, model, onRetry, onWithdraw, onEdit }: UnsentProps) {
  const pathname = usePathname();
  const failed = message.state === "failed";
  const waits = !failed && (!online || busy || !first);
  const underway = !failed && !waits;
  return (
    <>
      <MessageFrame label="You" node={<ChannelMark channel="web" className="size-[22px]" />} last={!underway}>
        <MessageHead channel="web" at={message.at}>
          {waits && (
            <Badge tone={online ? "plain" : "warn"}>
              <Clock aria-hidden="true" strokeWidth={2} />
              {online ? "Sends when this answer ends" : "Waiting to send"}
            </Badge>
          )}
          {failed && <Badge tone="danger">Not sent</Badge>}
        </MessageHead>
        <p dir="auto" className={ASK}>
          {message.text}
        </p>
        {failed && message.failure && (
          <p role="alert" className="mt-2 text-sm text-text-2">
            {unsentWords(message.failure.reason, message.failure.message)}
            {message.failure.requestId && (
              <span className="block text-xs text-muted">
                Request <span className="font-mono">{message.failure.requestId}</span>
              </span>
            )}
          </p>
        )}
        {(waits || failed) && (
          <div className="-ms-2.5 mt-2 flex flex-wrap gap-1">
            {failed && message.failure?.reason === "not-signed-in" && (
              <Link
                href={`/login?callbackUrl=${encodeURIComponent(pathname)}`}
                className={buttonClass({ look: "primary", size: "sm" })}
              >
                Sign in
              </Link>
            )}
            {failed && (
              <Button look="ghost" size="sm" onClick={() => onRetry(message.clientId)}>
                <RefreshCw aria-hidden="true" className="size-3.5" strokeWidth={1.75} />
                Retry
              </Button>
            )}
            <Button look="ghost" size="sm" onClick={() => onEdit(message)}>
              <Pencil aria-hidden="true" className="size-3.5" strokeWidth={1.75} />
              Edit
            </Button>
            <Button look="ghost" size="sm" onClick={() => onWithdraw(message.clientId)}>
              <X aria-hidden="true" className="size-3.5" strokeWidth={1.75} />
              Do not send
            </Button>
          </div>
        )}
      </MessageFrame>
      {underway && (
        <MessageFrame label="PROCODE" node={<Glyph />} last>
          <AnswerText text="" open />
          <div className="mt-3 flex min-h-[30px] items-center">
            <LiveReceipt model={model} text="" firstWordMs={null} reconnecting={false} />
          </div>
        </MessageFrame>
      )}
    </>
  );
}
