"use client";

import type { FeedbackKind, SnoozeProactiveInput, TelegramStatus, UpdateProactiveInput } from "@procode/contracts";
import { type QueryKey, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useStillHere } from "@/browser/use-still-here.ts";
import { showToast } from "@/components/ui/toast.tsx";
import { useTRPC } from "@/trpc/client.tsx";
import { wordsOf } from "@/trpc/words-of.ts";
import type { Wire } from "@/trpc/wire.ts";
import { THANKS } from "./proactive-words.ts";
import type { History, Preview, Settings, Standing } from "./wire-types.ts";

export type ProactiveStart = {
  standing: Standing;
  history: History;
  preview: Preview;
  telegram: Wire<TelegramStatus>;
};
export type Proactive = ReturnType<typeof useProactive>;

/** What may be written first as it stands now, and what the person can say about it; each choice is seen at once. */
export function useProactive(start: ProactiveStart) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const standing = useQuery({ ...trpc.proactive.settings.queryOptions(), initialData: start.standing }).data;
  const history = useQuery({ ...trpc.proactive.list.queryOptions(), initialData: start.history }).data;
  const preview = useQuery({ ...trpc.proactive.preview.queryOptions(), initialData: start.preview }).data;
  const telegram = useQuery({ ...trpc.telegram.status.queryOptions(), initialData: start.telegram }).data;
  const [settingsKey, listKey] = [trpc.proactive.settings.queryKey(), trpc.proactive.list.queryKey()];
  const askAgain = () => queryClient.invalidateQueries({ queryKey: trpc.proactive.pathKey() });

  /** Shows a choice before the server has it, whatever a read on its way would say. */
  async function show<Data>(queryKey: QueryKey, change: (before: Data) => Data): Promise<void> {
    await queryClient.cancelQueries({ queryKey });
    queryClient.setQueryData<Data>(queryKey, (before) => before && change(before));
  }
  const showSettings = (change: Partial<Settings>) =>
    show<Standing>(settingsKey, (before) => ({ ...before, settings: { ...before.settings, ...change } }));
  const putSettings = (settings: Settings) =>
    queryClient.setQueryData<Standing>(settingsKey, (before) => before && { ...before, settings });
  const failed = (error: unknown) => showToast(`Not saved. ${wordsOf(error)}`);
  const ends = { onError: failed, onSettled: askAgain };

  const isHere = useStillHere();
  const update = useMutation(
    trpc.proactive.update.mutationOptions({
      onMutate: ({ optedIn, ...change }: UpdateProactiveInput) =>
        showSettings({
          ...change,
          ...(optedIn !== undefined && { optedInAt: optedIn ? (standing.settings.optedInAt ?? preview.from) : null }),
        }),
      onSuccess: putSettings,
      ...ends,
    }),
  );
  const snooze = useMutation(
    trpc.proactive.snooze.mutationOptions({
      onSuccess(settings, { until }: SnoozeProactiveInput) {
        putSettings(settings);
        showToast(until === null ? "The snooze is over." : "Nothing is written first until then.");
      },
      ...ends,
    }),
  );
  const judge = useMutation(
    trpc.proactive.feedback.mutationOptions({
      onMutate: ({ id: proactiveId, kind }) =>
        show<History>(listKey, (before) => {
          const topic = before.messages.find(({ id }) => id === proactiveId)?.topic ?? "";
          const given = { proactiveId, kind, topic, givenAt: preview.from };
          return { ...before, feedback: [...before.feedback, given] };
        }),
      onSuccess: (_, { kind }) => showToast(THANKS[kind]),
      ...ends,
    }),
  );
  const addSchedule = useMutation(
    trpc.proactive.addSchedule.mutationOptions({
      onSettled: askAgain,
      // Its form says so itself.
      onError: (error, { words }) => isHere() || showToast(`“${words}” is not ordered. ${wordsOf(error)}`),
    }),
  );
  const pauseSchedule = useMutation(
    trpc.proactive.pauseSchedule.mutationOptions({
      onMutate: ({ id: which, paused }) =>
        show<Standing>(settingsKey, (before) => ({
          ...before,
          schedules: before.schedules.map((one) =>
            one.id === which ? { ...one, pausedAt: paused ? preview.from : null } : one,
          ),
        })),
      ...ends,
    }),
  );
  const removeSchedule = useMutation(
    trpc.proactive.removeSchedule.mutationOptions({
      onMutate: ({ id: gone }) =>
        show<Standing>(settingsKey, (before) => ({
          ...before,
          schedules: before.schedules.filter(({ id }) => id !== gone),
        })),
      ...ends,
    }),
  );

  return {
    ...standing,
    history,
    preview,
    isLinked: telegram.connection !== null,
    update: update.mutate,
    snooze: snooze.mutate,
    judge: (id: string, kind: FeedbackKind) => judge.mutate({ id, kind }),
    addSchedule,
    pauseSchedule: (id: string, paused: boolean) => pauseSchedule.mutate({ id, paused }),
    removeSchedule: (id: string) => removeSchedule.mutate({ id }),
  };
}
