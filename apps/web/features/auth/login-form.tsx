"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { LogInInput } from "@procode/contracts";
import Link from "next/link";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useHydrated } from "@/browser/use-hydrated.ts";
import { Button } from "@/components/ui/button.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { failureWords } from "./failure-words.ts";
import { FormNotice } from "./form-notice.tsx";
import { PasswordInput } from "./password-input.tsx";

type LoginFormProps = { csrfToken: string; returnTo: string; error: string | undefined; registered: boolean };

const DOOR = "/api/auth/callback/credentials";
const AWAY = "The server cannot be reached. What you wrote is still here; try again.";

/** A plain form that posts by itself; with scripts it stays on the page and says what is wrong. */
export function LoginForm({ csrfToken, returnTo, error, registered }: LoginFormProps) {
  const [failure, setFailure] = useState(failureWords(error));
  const hydrated = useHydrated();
  const { register, handleSubmit, formState } = useForm({ resolver: zodResolver(LogInInput), mode: "onTouched" });
  const { errors, isSubmitting, isSubmitSuccessful } = formState;

  const logIn = handleSubmit(async ({ email, password }) => {
    setFailure(undefined);
    const refusal = await post({ email, password, csrfToken, callbackUrl: returnTo });
    setFailure(refusal);
    // A whole new page, so that nothing of the guest's page stays, at the place in it that a link named.
    if (refusal === undefined) window.location.assign(returnTo + window.location.hash);
  });

  return (
    <form method="post" action={DOOR} onSubmit={logIn} noValidate={hydrated} className="grid gap-4">
      <div>
        <h1 className="text-2xl font-semibold tracking-[-0.028em]">Welcome back</h1>
        <p className="mt-1 text-md text-muted">Your conversations are where you left them.</p>
      </div>
      {registered && !failure && (
        <FormNotice tone="done">If the address was free, your account is ready. Sign in with it.</FormNotice>
      )}
      {failure && <FormNotice tone="failed">{failure}</FormNotice>}
      <input type="hidden" name="csrfToken" value={csrfToken} />
      <input type="hidden" name="callbackUrl" value={returnTo} />
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
      <Field label="Password" error={errors.password?.message}>
        {(control) => (
          <PasswordInput {...control} {...register("password")} size="lg" autoComplete="current-password" required />
        )}
      </Field>
      <Button type="submit" look="primary" size="lg" busy={isSubmitting || (isSubmitSuccessful && !failure)}>
        Sign in
      </Button>
      <p className="text-center text-sm text-muted">
        New here?{" "}
        <Link href="/register" className="marker-link">
          Make an account
        </Link>
      </p>
    </form>
  );
}

/** Undefined when it worked. next-auth answers with the address it would go to; a failure stands there as its `error`. */
async function post(fields: {
  email: string;
  password: string;
  csrfToken: string;
  callbackUrl: string;
}): Promise<string | undefined> {
  try {
    const answer = await fetch(DOOR, { method: "POST", body: new URLSearchParams({ ...fields, json: "true" }) });
    const { url }: { url?: string } = await answer.json();
    const error = url ? new URL(url, window.location.href).searchParams.get("error") : null;
    return answer.ok && !error ? undefined : failureWords(error ?? "unexpected");
  } catch {
    return AWAY;
  }
}
