"use client";

import { memo, type ReactNode } from "react";
import type { ChatMessage } from "@/components/conversation/wire-types.ts";
import { Answer } from "./answer.tsx";
import { branchOf, type MessageTree } from "./branch.ts";
import { Question } from "./question.tsx";

/** So many messages at the end are always laid out; older ones when they come near. */
const NEAR = 12;

type ThreadProps = {
  tree: MessageTree<ChatMessage>;
  path: readonly ChatMessage[];
  /** Something stands below the last message, so the rail goes on. */
  continues: boolean;
  /** The model that writes now. */
  model: string | null;
  onEdit: (message: ChatMessage, text: string) => Promise<string | null>;
  onShow: (messageId: string) => void;
  onAgain: (message: ChatMessage) => void;
  onOther: (message: ChatMessage) => void;
};

/** The shown branch, oldest first. */
export const Thread = memo(function Thread({
  tree,
  path,
  continues,
  model,
  onEdit,
  onShow,
  onAgain,
  onOther,
}: ThreadProps): ReactNode {
  return path.map((message, index) => {
    const branch = branchOf(tree, message);
    const place = {
      position: branch?.position ?? null,
      count: branch?.count ?? 0,
      previousId: branch?.previousId ?? null,
      nextId: branch?.nextId ?? null,
      distant: index < path.length - NEAR,
      last: index === path.length - 1 && !continues,
    };
    if (message.role === "user")
      return <Question key={message.id} message={message} {...place} onEdit={onEdit} onShow={onShow} />;
    return (
      <Answer
        key={message.id}
        message={message}
        {...place}
        model={message.status === "answering" ? model : null}
        onShow={onShow}
        onAgain={onAgain}
        onOther={onOther}
      />
    );
  });
});
