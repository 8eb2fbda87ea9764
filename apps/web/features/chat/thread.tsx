"use client";

import { loadPart } from "@/browser/load-part.ts";
import { lazy, memo, type ReactNode, Suspense, useEffect, useMemo, useState } from "react";
import { useHydrated } from "@/browser/use-hydrated.ts";
import { usePainted } from "@/browser/use-painted.ts";
import type { ChatMessage } from "@/components/conversation/wire-types.ts";
import { Answer } from "./answer.tsx";
import { branchOf, type MessageTree } from "./branch.ts";
import { Question } from "./question.tsx";

const OlderThread = lazy(() => loadPart(() => import("./older-thread.tsx")));

/** So many messages at the end always stand in the page; those before them only near the window. */
const NEWEST = 8;
/** With more than this at the end, as after a long sitting, all but the newest go to the older ones. */
const MOST = 80;

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
  /** Lets the last answer go on that ended early. */
  onContinue: () => void;
};

/**
 * The shown branch, oldest first. What the server drew and what is written here stands in the page as it is, so that
 * nothing moves while an answer grows; what is loaded before that is a virtual list.
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
  const painted = usePainted();
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
      {painted && older.length > 0 && (
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
  const [firstId, setFirstId] = useState(() => (hydrated ? path.at(-NEWEST) : path[0])?.id);
  const known = path.findIndex((message) => message.id === firstId);
  const start = known >= 0 ? known : Math.max(0, path.length - NEWEST);
  if (path[start] && path[start].id !== firstId) setFirstId(path[start].id);

  const over = path.length - start > MOST;
  const nextId = path.at(-NEWEST)?.id;
  useEffect(() => {
    if (over && isAtEnd()) setFirstId(nextId);
  }, [over, nextId]);
  return start;
}

function isAtEnd(): boolean {
  return document.documentElement.scrollHeight - window.scrollY - window.innerHeight < 1;
}
