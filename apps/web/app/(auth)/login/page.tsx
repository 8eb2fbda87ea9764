import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AuthFrame } from "@/features/auth/auth-frame.tsx";
import { LoginForm } from "@/features/auth/login-form.tsx";
import { returnPath } from "@/features/auth/return-path.ts";
import { getCsrfToken, getViewer } from "@/server/page-context.ts";

export const metadata: Metadata = { title: "Sign in" };

type Search = Promise<{ callbackUrl?: string | string[]; error?: string | string[]; registered?: string | string[] }>;

export default async function LoginPage({ searchParams }: { searchParams: Search }) {
  const { callbackUrl, error, registered } = await searchParams;
  const returnTo = returnPath([callbackUrl].flat()[0]);
  if (await getViewer()) redirect(returnTo);
  return (
    <AuthFrame>
      <LoginForm
        csrfToken={await getCsrfToken()}
        returnTo={returnTo}
        error={[error].flat()[0]}
        registered={registered !== undefined}
      />
    </AuthFrame>
  );
}
