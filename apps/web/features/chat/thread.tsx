"use client";

import { loadPart } from "@/browser/load-part.ts";
import { lazy, memo, type ReactNode, Suspense, useEffect, useMemo, useState } from "react";
import { useAtRest } from "@/browser/use-at-rest.ts";
import { useHydrated } from "@/browser/use-hydrated.ts";
import type { ChatMessage } from "@/components/conversation/wire-types.ts";
import { Answer } from "./answer.tsx";
import { branchOf, type MessageTree } from "./branch.ts";
import { newestPart } from "./newest-part.ts";
import { Question } from "./question.tsx";

const OlderThread = lazy(() => loadPart(() => import("./older-thread.tsx")));

/** With more than this at the end, as after a long sitting, all but the newest go to the older ones. */
const MOST = 80;

type ThreadProps = {
  tree: MessageTree<ChatMessage>;
  path: readonly ChatMessage[];
  /** Something stands below the last message, so the rail goes on. */
  continues: boolean;
  /** The model that writes now. */
  model: string | null;
  onEdit: (message: ChatMessage, text: string) => void;
  onShow: (messageId: string) => void;
  onAgain: (message: ChatMessage) => void;
  onOther: (message: ChatMessage) => void;
  /** Lets the last answer go on that ended early. */
  onContinue: () => void;
};

/**
 * The shown branch, oldest first. What the server drew and what is written here stands in the page as it is, so that
 * nothing moves while an answer grows. Of one that was opened from the list a windowful is drawn at once; what is before
 * that comes in the next idle moment, as a virtual list.
 */
export const Thread = memo(function Thread({
  tree,
  path,
  continues,
  model,
  onEdit,
  onShow,
  onAgain,
  onOther,
  onContinue,
}: ThreadProps): ReactNode {
  const start = useNewestPart(path);
  const atRest = useAtRest(path.length > 0);
  const older = useMemo(() => path.slice(0, start), [path, start]);
  const draw = (message: ChatMessage): ReactNode => {
    const branch = branchOf(tree, message);
    const place = {
      position: branch?.position ?? null,
      count: branch?.count ?? 0,
      previousId: branch?.previousId ?? null,
      nextId: branch?.nextId ?? null,
      last: !continues && message === path.at(-1),
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
        onContinue={onContinue}
      />
    );
  };
  return (
    <>
      {atRest && older.length > 0 && (
        <Suspense fallback={null}>
          <OlderThread messages={older} draw={draw} />
        </Suspense>
      )}
      {path.slice(start).map(draw)}
    </>
  );
});

/** Where the part begins that stands in the page as it is; all of it on the server, and for what the server drew. */
function useNewestPart(path: readonly ChatMessage[]): number {
  const hydrated = useHydrated();
  const [firstId, setFirstId] = useState(() => path[hydrated ? newestPart(path) : 0]?.id);
  const known = path.findIndex((message) => message.id === firstId);
  const start = known >= 0 ? known : newestPart(path);
  if (path[start] && path[start].id !== firstId) setFirstId(path[start].id);

  const over = path.length - start > MOST;
  useEffect(() => {
    if (over && isAtEnd()) setFirstId(path[newestPart(path)]?.id);
  }, [over, path]);
  return start;
}

function isAtEnd(): boolean {
  return document.documentElement.scrollHeight - window.scrollY - window.innerHeight < 1;
}
