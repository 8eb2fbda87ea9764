"use client";

import { loadPart } from "@/browser/load-part.ts";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { lazy, memo, Suspense, useCallback, useEffect, useRef, useState } from "react";
import { shortModelName } from "@/components/conversation/model-name.ts";
import type { UnsentMessage } from "@/components/conversation/unsent-messages.ts";
import type { ChatMessage, ChatModel } from "@/components/conversation/wire-types.ts";
import { Button } from "@/components/ui/button.tsx";
import { ErrorState } from "@/components/ui/error-state.tsx";
import { formatNumber } from "@/format/format-count.ts";
import { formatEstimate } from "@/format/format-money.ts";
import { useTRPC } from "@/trpc/client.tsx";
import { callFailure } from "./call-failure.ts";
import { ChatBar } from "./chat-bar.tsx";
import { ChatStatus } from "./chat-status.tsx";
import { Composer } from "./composer.tsx";
import { EmptyChat } from "./empty-chat.tsx";
import { estimateCost, estimateTokens, overflow } from "./estimate-cost.ts";
import { OlderMessages } from "./older-messages.tsx";
import { OtherBranch } from "./other-branch.tsx";
import { Thread } from "./thread.tsx";
import { ThreadSkeleton } from "./thread-skeleton.tsx";
import { ToNewest } from "./to-newest.tsx";
import { UnsentQuestion } from "./unsent-question.tsx";
import { useAnswerActions } from "./use-answer-actions.ts";
import { type FirstConversation, useConversation } from "./use-conversation.ts";
import { useDraft } from "./use-draft.ts";
import { useSeenUnasked } from "./use-seen-unasked.ts";
import { useSend } from "./use-send.ts";
import { useStickToEnd } from "./use-stick-to-end.ts";
import { useStopKey } from "./use-stop-key.ts";
import { useUnseen } from "./use-unseen.ts";

const ModelPicker = lazy(() => loadPart(() => import("./model-picker.tsx")));

type ChatViewProps = {
  conversationId: string | null;
  first: FirstConversation | null;
  /** The server found no such conversation; what the page asks itself comes after that. */
  missing: boolean;
  /** The model of a new conversation, as the server knew it. */
  firstModel: ChatModel | null;
  onConversation: (conversationId: string) => void;
};
/** What is said for the person who lets an answer go on; the model reads its own words above it. */
const CONTINUE = "Continue from where you stopped.";

/** What the model is picked for: the next message, or another answer to an old one. */
type Picking = { for: "next" } | { for: "answer"; message: ChatMessage };

/** One conversation, or the beginning of one. */
export const ChatView = memo(function ChatView({
  conversationId,
  first,
  missing,
  firstModel,
  onConversation,
}: ChatViewProps) {
  const trpc = useTRPC();
  const chat = useConversation(conversationId, first);
  const { again, stop, show } = useAnswerActions(chat.goTo);
  const [picking, setPicking] = useState<Picking | null>(null);
  const [asked, setAsked] = useState<ChatModel | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const [draft, setDraft] = useDraft(conversationId, field);
  const content = useRef<HTMLDivElement>(null);

  const next = useQuery({
    ...trpc.models.next.queryOptions(conversationId ? { conversationId } : {}),
    ...(firstModel && { initialData: firstModel }),
    // A chat that has just got its address still takes the model it began with.
    placeholderData: keepPreviousData,
    retry: false,
  });
  const model = asked ?? next.data ?? firstModel;
  const askedId = asked?.id ?? null;

  const newest = chat.path.at(-1);
  const answeringId = newest?.status === "answering" ? newest.generationId : null;
  const { unsent, online, send, retry, withdraw } = useSend({
    conversationId,
    leafId: newest?.id ?? null,
    busy: answeringId !== null,
    onConversation,
    onTurn: chat.goTo,
  });
  const { away, follows, toEnd } = useStickToEnd(content, conversationId ?? "new");
  const unseen = useUnseen(chat.path, follows);
  useSeenUnasked(chat.path);
  const onStop = useStopKey(answeringId, stop);

  useEffect(() => {
    if (window.matchMedia("(pointer: fine)").matches) field.current?.focus({ preventScroll: true });
  }, []);

  const submit = () => {
    send(draft, askedId);
    setDraft("");
    requestAnimationFrame(toEnd);
  };
  const onEdit = useCallback(
    ({ id, parentId }: ChatMessage, text: string) => {
      send(text, null, { messageId: id, parentId });
      requestAnimationFrame(toEnd);
    },
    [send, toEnd],
  );
  const onTry = (text: string) => {
    setDraft(text);
    field.current?.focus();
  };
  const takeBack = (message: UnsentMessage) => {
    withdraw(message.clientId);
    onTry(draft.trim() === "" ? message.text : `${message.text}\n${draft}`);
  };
  const onPick = (picked: ChatModel) => {
    if (picking?.for === "answer") void again(picking.message, picked.id);
    setAsked(picked);
    setPicking(null);
    field.current?.focus();
  };

  const { tree, otherLeafId } = chat;
  const onShow = useCallback(
    (messageId: string) => conversationId && void show(conversationId, messageId),
    [conversationId, show],
  );
  const onAgain = useCallback((message: ChatMessage) => void again(message), [again]);
  const onContinue = useCallback(() => send(CONTINUE, askedId), [send, askedId]);
  const onOther = useCallback((message: ChatMessage) => setPicking({ for: "answer", message }), []);

  const empty = conversationId === null && unsent.length === 0;
  const lost = lostOf(chat, missing);
  const over = model && draft !== "" ? overflow(model.contextTokens, chat.path, draft) : null;
  const modelName = model && shortModelName(model.name);
  const warning =
    over &&
    `This chat has about ${formatNumber(over.tokens)} tokens and ${modelName} reads ${formatNumber(model?.contextTokens ?? 0)}. The oldest ${over.leftOut} messages would be left out.`;

  const waiting = unsent.map((message, index) => (
    <UnsentQuestion
      key={message.clientId}
      message={message}
      online={online}
      busy={answeringId !== null && message.edits === undefined}
      first={index === 0}
      model={modelName}
      onRetry={retry}
      onWithdraw={withdraw}
      onEdit={takeBack}
    />
  ));

  return (
    <>
      <ChatBar conversation={chat.conversation} fresh={conversationId === null || chat.bornHere} />
      <div ref={content} data-thread="" className="flex grow flex-col">
        {empty && <EmptyChat model={model} onTry={onTry} />}
        {lost && (
          <div className="mx-auto w-full max-w-[764px] grow px-4 pt-6 md:px-5">
            <ErrorState
              title={lost.isGone ? "There is no such conversation." : "The conversation could not be loaded."}
              requestId={lost.requestId}
              action={!lost.isGone && <Button onClick={() => void chat.retry()}>Try again</Button>}
            >
              {lost.isGone
                ? "It was deleted, or the address is not whole. Your other conversations are in the list."
                : "Nothing is lost: it is kept on the server."}
            </ErrorState>
            {waiting.length > 0 && <div className="pt-6">{waiting}</div>}
          </div>
        )}
        {chat.loading && !lost && unsent.length === 0 && <ThreadSkeleton />}
        {!empty && !lost && (
          <div className="mx-auto w-full max-w-[764px] grow px-4 pt-4 pb-3.5 md:px-5 md:pt-[26px] md:pb-[22px]">
            <h2 className="sr-only">Messages</h2>
            {/* Its row stays when all is there, so that nothing moves by its going. */}
            {chat.older ? (
              <OlderMessages loading={chat.older.loading} onLoad={chat.older.load} />
            ) : (
              chat.hadOlder && <div className="h-12" />
            )}
            <Thread
              tree={tree}
              path={chat.path}
              continues={unsent.length > 0}
              model={modelName}
              onEdit={onEdit}
              onShow={onShow}
              onAgain={onAgain}
              onOther={onOther}
              onContinue={onContinue}
            />
            {waiting}
          </div>
        )}
      </div>
      <ChatStatus newest={newest} />
      {away && <ToNewest unseen={unseen} onClick={toEnd} />}
      {otherLeafId !== null && <OtherBranch onShow={() => onShow(otherLeafId)} />}
      <Composer
        text={draft}
        onText={setDraft}
        onSend={submit}
        onStop={onStop}
        model={model}
        onPickModel={() => setPicking({ for: "next" })}
        estimate={
          model && (draft.trim() !== "" || model.free) ? formatEstimate(estimateCost(model, chat.path, draft)) : ""
        }
        warning={warning}
        online={online}
        placeholder={online ? (empty ? "Write or paste something" : "Write to PROCODE") : "Write now, send later"}
        field={field}
      />
      {picking && (
        <Suspense fallback={null}>
          <ModelPicker
            title={picking.for === "next" ? "Choose a model" : "Ask another model"}
            chosenId={model?.id ?? null}
            tokens={estimateTokens(chat.path.map((message) => message.text).join(""))}
            onPick={onPick}
            onClose={() => setPicking(null)}
          />
        </Suspense>
      )}
    </>
  );
});

/** Why there is nothing to show; null while there is, or may be. */
function lostOf(
  { error, loading, path }: Pick<ReturnType<typeof useConversation>, "error" | "loading" | "path">,
  missing: boolean,
): { isGone: boolean; requestId?: string | undefined } | null {
  if (path.length > 0) return null;
  if (!error) return missing && loading ? { isGone: true } : null;
  const { reason, requestId } = callFailure(error);
  return { isGone: reason === "no-such-thing" || reason === "bad-input", requestId };
}
