"use client";

import { CreateApiKeyInput, type NewApiKey } from "@procode/contracts";
import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useStillHere } from "@/browser/use-still-here.ts";
import { Button } from "@/components/ui/button.tsx";
import { Dialog } from "@/components/ui/dialog.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { Select } from "@/components/ui/select.tsx";
import { showToast } from "@/components/ui/toast.tsx";
import { useTRPC } from "@/trpc/client.tsx";
import type { Wire } from "@/trpc/wire.ts";
import { KeyExamples } from "./key-examples.tsx";
import { LIFETIMES, SCOPES } from "./key-words.ts";
import { ShownOnce } from "./shown-once.tsx";

const FORM = "new-key";

/** Makes a key and shows it, this once. */
export default function NewKeyDialog({ model, onClose }: { model: string; onClose: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [made, setMade] = useState<Wire<NewApiKey> | null>(null);
  const { register, handleSubmit, formState, setError } = useForm({
    resolver: zodResolver(CreateApiKeyInput),
    defaultValues: { name: "", scopes: ["chat", "read"], expiresInDays: 90 },
  });
  // Registered first: of two fields that are wrong the first one registered gets the focus.
  const name = register("name");
  const isHere = useStillHere();
  const create = useMutation(
    trpc.account.apiKeys.create.mutationOptions({
      onSuccess({ key, ...listed }) {
        setMade({ key, ...listed });
        if (!isHere()) showToast(`“${listed.name}” is made, and nobody has seen it. Revoke it and make another.`);
        queryClient.setQueryData(trpc.account.apiKeys.list.queryKey(), (keys) => keys && [listed, ...keys]);
      },
      onError: (error) => setError("name", { message: error.message }),
    }),
  );
  if (made) {
    return (
      <Dialog
        open
        onClose={onClose}
        title={`“${made.name}” is made`}
        description="You see it this once: only its hash is kept. When it is lost, revoke it and make another."
        className="max-w-[640px]"
        footer={
          <Button look="primary" onClick={onClose}>
            I have it
          </Button>
        }
      >
        <div className="grid gap-4">
          <ShownOnce value={made.key} />
          <KeyExamples model={model} />
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title="New API key"
      description="Whoever has it is you, for what you allow here. It goes into a variable of your machine, not into code."
      footer={
        <>
          <Button onClick={onClose}>Leave it</Button>
          <Button look="primary" type="submit" form={FORM} busy={create.isPending}>
            Make the key
          </Button>
        </>
      }
    >
      <form id={FORM} onSubmit={handleSubmit((input) => create.mutate(input))} className="grid gap-5" noValidate>
        <Field label="Name" hint="Where it is used, so that you know it again." error={formState.errors.name?.message}>
          {(control) => <Input {...control} {...name} placeholder="Invoice script" maxLength={60} autoComplete="off" />}
        </Field>
        <fieldset className="grid gap-1" aria-describedby={formState.errors.scopes ? `${FORM}-scopes` : undefined}>
          <legend className="mb-1.5 text-sm font-medium">It may</legend>
          {SCOPES.map(({ value, label, hint }) => (
            <label key={value} className="flex cursor-pointer items-start gap-2.5 py-1 text-sm max-md:min-h-11">
              <input
                type="checkbox"
                value={value}
                {...register("scopes")}
                className="mt-[3px] size-4 flex-none accent-(--ink)"
              />
              <span>
                <span className="font-medium">{label}</span>
                <span className="block text-muted">{hint}</span>
              </span>
            </label>
          ))}
          {formState.errors.scopes && (
            <p id={`${FORM}-scopes`} role="alert" className="text-sm text-danger">
              {formState.errors.scopes.message}
            </p>
          )}
          <p className="mt-1 text-xs text-muted">No key can make keys, link Telegram or end sessions.</p>
        </fieldset>
        <Field label="It expires after" error={formState.errors.expiresInDays?.message}>
          {(control) => (
            <Select
              {...control}
              {...register("expiresInDays", { setValueAs: (days) => (days === "" ? undefined : Number(days)) })}
            >
              {LIFETIMES.map(({ days, label }) => (
                <option key={label} value={days ?? ""}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </form>
    </Dialog>
  );
}
