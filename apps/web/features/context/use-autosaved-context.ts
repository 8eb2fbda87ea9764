"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { Profile, type UserContext } from "@procode/contracts";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";
import { type UseFormReturn, useForm } from "react-hook-form";
import { useStillHere } from "@/browser/use-still-here.ts";
import { showNews } from "@/components/ui/toast.tsx";
import { useTRPC } from "@/trpc/client.tsx";
import { wordsOf } from "@/trpc/words-of.ts";
import type { Wire } from "@/trpc/wire.ts";

export type ContextForm = UseFormReturn<Profile>;
export type SavingState = "saved" | "unsaved" | "invalid" | "saving" | "waiting" | "failed";

const PAUSE_MS = 800;

/**
 * A profile form that saves itself: only the fields that changed, so that two windows never overwrite each other's
 * fields. What came from elsewhere appears in every field that is not being written in.
 */
export function useAutosavedContext(initial: Wire<UserContext>) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { data } = useQuery({ ...trpc.context.get.queryOptions(), initialData: initial });
  const form = useForm<Profile>({ resolver: zodResolver(PROFILE), defaultValues: initial.profile, mode: "onChange" });
  // The fields and errors are named too, because react-hook-form only tracks what was read while rendering.
  const { isDirty, isValid, dirtyFields: _dirty, errors: _errors } = form.formState;

  const isHere = useStillHere();
  const update = useMutation(
    trpc.context.update.mutationOptions({
      // One after the other, so that the words written last are the last to arrive.
      scope: { id: "context" },
      onSuccess: (context) => queryClient.setQueryData(trpc.context.get.queryKey(), context),
      onError(error, changed) {
        // The page says so itself; of one that was left the words are nowhere else any more.
        if (!isHere())
          showNews(`Your context is not saved. ${wordsOf(error)}`, { label: "Save again", run: () => mutate(changed) });
      },
    }),
  );

  useEffect(() => form.reset(data.profile, { keepDirtyValues: true, keepErrors: true }), [data, form]);

  const { mutate } = update;
  const saveNow = useCallback(async () => {
    await form.trigger();
    const changed = changedFields(form);
    if (Object.keys(changed).length > 0) mutate(changed);
  }, [form, mutate]);

  useSaveAfterPause(form, saveNow);
  useWarnBeforeLoss(isDirty);

  const state = savingState({ ...update, isDirty, isValid });
  return { form, state, failure: update.error ? wordsOf(update.error) : undefined, saveNow } as const;
}

// The form always holds every field, so the defaults of the schema have nothing to do.
const PROFILE = Profile.required();

/** The fields that differ from what the server last told and that it would take. */
function changedFields(form: ContextForm): Partial<Profile> {
  const { dirtyFields, errors } = form.formState;
  const values = form.getValues();
  return Object.fromEntries(Object.entries(values).filter(([field]) => field in dirtyFields && !(field in errors)));
}

function useSaveAfterPause(form: ContextForm, save: () => Promise<void>): void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    const stop = form.subscribe({
      formState: { values: true },
      callback: ({ type }) => {
        if (type !== "change") return;
        clearTimeout(timer.current);
        timer.current = setTimeout(save, PAUSE_MS);
      },
    });
    return () => {
      stop();
      clearTimeout(timer.current);
      // Leaving the page is a pause too.
      void save();
    };
  }, [form, save]);
}

function useWarnBeforeLoss(unsaved: boolean): void {
  useEffect(() => {
    if (!unsaved) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [unsaved]);
}

type Saving = { isPaused: boolean; isPending: boolean; isError: boolean; isDirty: boolean; isValid: boolean };

function savingState({ isPaused, isPending, isError, isDirty, isValid }: Saving): SavingState {
  if (isPaused) return "waiting";
  if (isPending) return "saving";
  if (!isDirty) return "saved";
  if (!isValid) return "invalid";
  return isError ? "failed" : "unsaved";
}
