"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { RegisterInput } from "@procode/contracts";
import { useMutation } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useForm } from "react-hook-form";
import { useHydrated } from "@/browser/use-hydrated.ts";
import { Button } from "@/components/ui/button.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { useTRPC } from "@/trpc/client.tsx";
import { failureWords } from "./failure-words.ts";
import { FormNotice } from "./form-notice.tsx";
import { PasswordInput } from "./password-input.tsx";

/** A plain form that posts by itself; with scripts it checks while one writes, against the server's own schema. */
export function RegisterForm({ error }: { error: string | undefined }) {
  const trpc = useTRPC();
  const router = useRouter();
  const hydrated = useHydrated();
  const makeAccount = useMutation(trpc.account.register.mutationOptions());
  const { register, handleSubmit, formState } = useForm({ resolver: zodResolver(RegisterInput), mode: "onTouched" });
  const { errors } = formState;
  const failure = makeAccount.error?.message ?? (makeAccount.isIdle ? failureWords(error) : undefined);

  const submit = handleSubmit((input) =>
    makeAccount.mutate(
      { ...input, timeZone: browserTimeZone() },
      { onSuccess: ({ next }) => router.push(`${next}?registered=1`) },
    ),
  );

  return (
    <form method="post" action="/api/forms/register" onSubmit={submit} noValidate={hydrated} className="grid gap-4">
      <div>
        <h1 className="text-2xl font-semibold tracking-[-0.028em]">Make an account</h1>
        <p className="mt-1 text-md text-muted">An address and a password. Nothing is sent to you.</p>
      </div>
      {failure && <FormNotice tone="failed">{failure}</FormNotice>}
      <Field label="Email" error={errors.email?.message}>
        {(control) => (
          <Input
            {...control}
            {...register("email")}
            size="lg"
            type="email"
            autoComplete="username"
            required
            spellCheck={false}
          />
        )}
      </Field>
      <Field
        label="Password"
        error={errors.password?.message}
        hint={errors.password ? undefined : "At least 10 characters. Three or four words are easy to keep in mind."}
      >
        {(control) => (
          <PasswordInput
            {...control}
            {...register("password")}
            size="lg"
            autoComplete="new-password"
            required
            minLength={10}
          />
        )}
      </Field>
      <Button type="submit" look="primary" size="lg" busy={makeAccount.isPending || makeAccount.isSuccess}>
        Make the account
      </Button>
      <p className="text-center text-sm text-muted">
        Have one?{" "}
        <Link href="/login" className="marker-link">
          Sign in
        </Link>
      </p>
    </form>
  );
}

function browserTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
