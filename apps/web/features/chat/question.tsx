"use client";

import { Pencil } from "lucide-react";
import { memo, useState } from "react";
import type { ChatMessage } from "@/components/conversation/wire-types.ts";
import { Button } from "@/components/ui/button.tsx";
import { ChannelMark } from "@/components/ui/channel-mark.tsx";
import { CopyButton } from "@/components/ui/copy-button.tsx";
import { IconButton } from "@/components/ui/icon-button.tsx";
import { Textarea } from "@/components/ui/textarea.tsx";
import type { Branch } from "./branch.ts";
import { BranchSwitch } from "./branch-switch.tsx";
import { MessageFrame } from "./message-frame.tsx";
import { MessageHead } from "./message-head.tsx";

export const ASK =
  "whitespace-pre-wrap text-lg leading-[25px] font-medium tracking-[-0.011em] [overflow-wrap:anywhere] max-md:text-[16px]";

type QuestionProps = {
  message: ChatMessage;
  position: number | null;
  count: number;
  previousId: string | null;
  nextId: string | null;
  last: boolean;
  /** Asks with these words instead; they stand at the end of the thread until the server has them. */
  onEdit: (message: ChatMessage, text: string) => void;
  onShow: (messageId: string) => void;
};

/** A message of the person. */
export const Question = memo(function Question({
  message,
  position,
  count,
  previousId,
  nextId,
  last,
  onEdit,
  onShow,
}: QuestionProps) {
  const [editing, setEditing] = useState(false);
  const branch: Branch | null = position === null ? null : { position, count, previousId, nextId };
  return (
    <MessageFrame
      id={`message-${message.id}`}
      label="You"
      node={<ChannelMark channel={message.channel} className="size-[22px]" />}
      last={last}
    >
      <div className="group/question">
        <MessageHead
          channel={message.channel}
          at={message.createdAt}
          end={branch && <BranchSwitch branch={branch} onShow={onShow} />}
        >
          {!editing && (
            <span className="ms-1 flex opacity-0 transition-opacity duration-(--dur-1) group-hover/question:opacity-100 group-focus-within/question:opacity-100 pointer-coarse:opacity-100">
              <IconButton
                label="Edit and ask again"
                className="-my-1 !size-6 pointer-coarse:!size-9"
                onClick={() => setEditing(true)}
              >
                <Pencil aria-hidden="true" className="!size-3.5" strokeWidth={1.75} />
              </IconButton>
              <CopyButton text={message.text} className="-my-1 !size-6 pointer-coarse:!size-9 [&>svg]:!size-3.5" />
            </span>
          )}
        </MessageHead>
        {editing ? (
          <EditQuestion message={message} onEdit={onEdit} onClose={() => setEditing(false)} />
        ) : (
          <p dir="auto" className={ASK}>
            {message.text}
          </p>
        )}
      </div>
    </MessageFrame>
  );
});

function EditQuestion({
  message,
  onEdit,
  onClose,
}: Pick<QuestionProps, "message" | "onEdit"> & { onClose: () => void }) {
  const [text, setText] = useState(message.text);
  const same = text.trim() === "" || text === message.text;
  const save = () => {
    if (same) return;
    onEdit(message, text);
    onClose();
  };
  return (
    <div className="grid gap-2">
      <Textarea
        aria-label="Your message"
        autoFocus
        rows={1}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === "Escape") {
            event.stopPropagation();
            onClose();
          }
          if (event.key === "Enter" && !event.shiftKey) {
            event.preventDefault();
            save();
          }
        }}
        className="max-h-[40dvh] !text-[15px] !leading-[23px]"
      />
      <div className="flex flex-wrap items-center gap-2">
        <Button look="primary" disabledReason={same ? "Change something first." : undefined} onClick={save}>
          Ask again
        </Button>
        <Button look="ghost" onClick={onClose}>
          Leave it
        </Button>
        <span className="text-xs text-muted">The old version stays beside it.</span>
      </div>
    </div>
  );
}
