"use client";

import { UpdateAccountInput } from "@procode/contracts";
import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useForm } from "react-hook-form";
import { ConfirmEmail } from "@/components/account/confirm-email.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { showToast } from "@/components/ui/toast.tsx";
import { useTRPC } from "@/trpc/client.tsx";

type AccountFormProps = {
  name: string;
  email: string;
  /** Null where no letters can be sent, so that it does not matter. */
  isConfirmed: boolean | null;
};

/** How the account is called. The address is its key and stays. */
export function AccountForm({ name, email, isConfirmed }: AccountFormProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const { register, handleSubmit, formState, reset, setError } = useForm({
    resolver: zodResolver(UpdateAccountInput),
    defaultValues: { name },
  });
  const update = useMutation(
    trpc.account.update.mutationOptions({
      onSuccess: (_, saved) => {
        reset(saved);
        showToast("Name saved.");
        // The sidebar stands in the layout, which the server draws.
        router.refresh();
      },
      onError: (error) => setError("name", { message: error.message }),
    }),
  );
  return (
    <form onSubmit={handleSubmit((input) => update.mutate(input))} className="grid gap-4">
      <Field
        label="Name"
        hint="Shown here in the sidebar. What the assistant calls you stands in your context."
        error={formState.errors.name?.message}
      >
        {(control) => (
          <span className="flex gap-2">
            <Input {...control} {...register("name")} defaultValue={name} autoComplete="name" />
            <Button
              type="submit"
              busy={update.isPending}
              disabledReason={formState.isDirty ? undefined : "The name has not changed."}
            >
              Save
            </Button>
          </span>
        )}
      </Field>
      <dl className="flex flex-wrap gap-x-4 border-t border-border pt-4 text-sm">
        <dt className="grow font-medium">Email</dt>
        <dd className="break-all text-text-2">
          {email}
          {isConfirmed && <span className="text-muted"> · confirmed</span>}
        </dd>
      </dl>
      {isConfirmed === false && <ConfirmEmail address={email} />}
    </form>
  );
}
