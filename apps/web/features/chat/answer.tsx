"use client";

import { ArrowLeftRight, RefreshCw } from "lucide-react";
import { memo, useEffect } from "react";
import { AnswerText } from "@/components/answer/answer-text.tsx";
import { useLiveAnswer } from "@/components/conversation/use-live-answer.ts";
import type { ChatMessage } from "@/components/conversation/wire-types.ts";
import { CopyButton } from "@/components/ui/copy-button.tsx";
import { IconButton } from "@/components/ui/icon-button.tsx";
import { Glyph } from "@/components/ui/logo.tsx";
import { BranchSwitch } from "./branch-switch.tsx";
import { DeliveryCard, DeliveryMark } from "./delivery.tsx";
import { FailureCard } from "./failure-card.tsx";
import { MessageFrame } from "./message-frame.tsx";
import { LiveReceipt, ReceiptLine } from "./receipt-line.tsx";
import { useFollow } from "@/components/feed/use-follow.ts";

type AnswerProps = {
  message: ChatMessage;
  position: number | null;
  count: number;
  previousId: string | null;
  nextId: string | null;
  last: boolean;
  /** The model that writes it, for the line under a live answer. */
  model: string | null;
  onShow: (messageId: string) => void;
  onAgain: (message: ChatMessage) => void;
  onOther: (message: ChatMessage) => void;
  onContinue: () => void;
};

/** What the assistant wrote, or is writing. */
export const Answer = memo(function Answer(props: AnswerProps) {
  const { message, last } = props;
  return (
    <MessageFrame id={`message-${message.id}`} label="PROCODE" node={<Glyph />} last={last}>
      {message.status === "answering" && message.generationId ? (
        <LiveWords message={message} generationId={message.generationId} model={props.model} />
      ) : (
        <FinalWords {...props} />
      )}
    </MessageFrame>
  );
});

function LiveWords({
  message,
  generationId,
  model,
}: {
  message: ChatMessage;
  generationId: string;
  model: string | null;
}) {
  const follow = useFollow();
  const live = useLiveAnswer(generationId);
  useEffect(
    () => follow({ conversationId: message.conversationId, generationId, fresh: false }),
    [follow, message.conversationId, generationId],
  );
  const text = live?.stream.text ?? message.text;
  return (
    <>
      <AnswerText text={text} open />
      <div className="mt-3 flex min-h-[30px] items-center">
        <LiveReceipt
          model={model}
          text={text}
          firstWordMs={live?.firstWordMs ?? null}
          reconnecting={live?.reconnecting ?? false}
        />
      </div>
    </>
  );
}

function FinalWords({ message, position, count, previousId, nextId, last, ...does }: AnswerProps) {
  const { onShow, onAgain, onOther } = does;
  const failed = message.status === "failed" || message.status === "interrupted";
  // Only where its words are the last ones: below them the conversation has gone on.
  const onContinue = last && message.text !== "" ? does.onContinue : null;
  return (
    <>
      {message.text !== "" && <AnswerText text={message.text} open={false} />}
      {message.status === "stopped" && (
        <p className="mt-2 text-sm text-muted">
          {message.text === "" ? "Stopped before the first word." : "Stopped here. The words above are kept."}
          {onContinue && (
            <>
              {" "}
              <button type="button" onClick={onContinue} className="marker-link text-sm">
                Continue from here
              </button>
            </>
          )}
        </p>
      )}
      {failed && (
        <FailureCard
          message={message}
          onContinue={onContinue}
          onRetry={() => onAgain(message)}
          onOther={() => onOther(message)}
        />
      )}
      {message.delivery && <DeliveryCard delivery={message.delivery} />}
      <div className="-ms-[7px] mt-3 flex min-h-[30px] flex-wrap items-center gap-x-0.5 gap-y-0.5 max-md:flex-col-reverse max-md:items-start">
        <span className="flex items-center">
          {message.text !== "" && (
            <CopyButton text={message.text} className="!size-7 [&>svg]:!size-3.5 max-md:!size-11" />
          )}
          {!failed && (
            <>
              <IconButton label="Ask again" className="!size-7 max-md:!size-11" onClick={() => onAgain(message)}>
                <RefreshCw aria-hidden="true" className="!size-3.5" strokeWidth={1.75} />
              </IconButton>
              <IconButton
                label="Ask another model"
                className="!size-7 max-md:!size-11"
                onClick={() => onOther(message)}
              >
                <ArrowLeftRight aria-hidden="true" className="!size-3.5" strokeWidth={1.75} />
              </IconButton>
            </>
          )}
          {position !== null && (
            <span className="ms-1">
              <BranchSwitch branch={{ position, count, previousId, nextId }} onShow={onShow} />
            </span>
          )}
        </span>
        <span className="ms-[7px] flex flex-wrap items-center gap-x-2.5 md:ms-auto md:justify-end md:text-end">
          {message.delivery && <DeliveryMark delivery={message.delivery} />}
          {message.receipt && <ReceiptLine receipt={message.receipt} />}
        </span>
      </div>
    </>
  );
}
