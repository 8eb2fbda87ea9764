"use client";

import type { TelegramStatus } from "@procode/contracts";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { browserNow } from "@/browser/browser-clock.ts";
import { sessionStorageOrNull } from "@/browser/session-storage.ts";
import { showToast } from "@/components/ui/toast.tsx";
import { useTRPC } from "@/trpc/client.tsx";
import { wordsOf } from "@/trpc/words-of.ts";
import type { Wire } from "@/trpc/wire.ts";
import { dropKeptLink, type KeptLink, keepLink, readKeptLink } from "./kept-link.ts";
import { type TelegramStage, telegramStage } from "./telegram-stage.ts";

const WATCHING_MS = 1_000;
const RESTING_MS = 4_000;

/** Telegram as it stands now, asked for again and again while the tab is seen, and what the person can do about it. */
export function useTelegram(initial: Wire<TelegramStatus>) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [kept, setKept] = useState<KeptLink | null>(null);
  /** Until the browser has said which link it keeps. */
  const [settled, setSettled] = useState(false);
  const [wasConnected, setWasConnected] = useState(initial.connection !== null);
  /** The link that led here: the status forgets it once it is used up, the page still tells its times. */
  const [lastLink, setLastLink] = useState<Wire<TelegramStatus>["link"]>(null);
  const { data: status } = useQuery({
    ...trpc.telegram.status.queryOptions(),
    initialData: initial,
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.connection || !state.data?.bot ? RESTING_MS : WATCHING_MS),
  });
  const put = useCallback(
    (next: Wire<TelegramStatus>) => queryClient.setQueryData(trpc.telegram.status.queryKey(), next),
    [queryClient, trpc],
  );

  const create = useMutation(
    trpc.telegram.createLink.mutationOptions({
      onSuccess(made) {
        setWasConnected(false);
        setLastLink(made.link);
        setKept(keepLink(sessionStorageOrNull(), made, browserNow()));
        put({ ...status, link: made.link });
      },
    }),
  );
  const confirm = useMutation(trpc.telegram.confirm.mutationOptions({ onSuccess: put }));
  const refuse = useMutation(trpc.telegram.refuse.mutationOptions({ onSuccess: put }));
  const unlink = useMutation(
    trpc.telegram.unlink.mutationOptions({
      onSuccess: () => put({ ...status, connection: null, link: null }),
      onError: (error) => showToast(`Still linked. ${wordsOf(error)}`),
    }),
  );
  const update = useMutation(
    trpc.telegram.update.mutationOptions({
      onMutate: (change) => put({ ...status, connection: status.connection && { ...status.connection, ...change } }),
      onSuccess: put,
      onError(error) {
        showToast(`Not saved. ${wordsOf(error)}`);
        void queryClient.invalidateQueries({ queryKey: trpc.telegram.status.queryKey() });
      },
    }),
  );

  const now = useDeadline(kept);
  const stage: TelegramStage = telegramStage({ status, kept, wasConnected, now });
  const connected = status.connection !== null;
  useEffect(() => {
    if (!connected) return;
    setWasConnected(true);
    dropKeptLink(sessionStorageOrNull());
  }, [connected]);
  const { link, connection, bot } = status;
  // Connected to one that ran here before: its chat is not the one that can be opened now.
  const otherBot = connection !== null && connection.botUsername !== bot?.username;
  useEffect(() => {
    if (!connected && link) setLastLink(link);
  }, [connected, link]);

  // Whoever arrives finds a link that works: the one this tab made before, else a new one, once.
  const arrived = useRef(false);
  const { mutate: make } = create;
  useEffect(() => {
    if (arrived.current) return;
    arrived.current = true;
    const found = readKeptLink(sessionStorageOrNull());
    const lives = telegramStage({ status: initial, kept: found, wasConnected: false, now: browserNow() });
    setKept(lives.kind === "waiting" || lives.kind === "opened" ? found : null);
    setSettled(true);
    if (["unmade", "over", "refused"].includes(lives.kind)) make();
  }, [initial, make]);

  return {
    stage: settled || connected || !status.bot ? stage : null,
    kept,
    lastLink,
    botUsername: status.connection?.botUsername ?? status.bot?.username ?? null,
    otherBot,
    openUrl: otherBot ? null : (status.bot?.openUrl ?? null),
    create,
    confirm,
    refuse,
    unlink,
    update,
  };
}

/** The browser's clock, told again at the end of the link. */
function useDeadline(kept: KeptLink | null): number {
  const [now, setNow] = useState(browserNow);
  useEffect(() => {
    setNow(browserNow());
    if (!kept) return;
    const timer = setTimeout(() => setNow(browserNow()), Math.max(0, kept.deadline - browserNow()) + 20);
    return () => clearTimeout(timer);
  }, [kept]);
  return now;
}
