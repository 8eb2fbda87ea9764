import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AuthFrame } from "@/features/auth/auth-frame.tsx";
import { RegisterForm } from "@/features/auth/register-form.tsx";
import { getViewer } from "@/server/page-context.ts";
import { ServerState } from "@/trpc/provider.tsx";

export const metadata: Metadata = { title: "Make an account" };

export default async function RegisterPage({ searchParams }: { searchParams: Promise<{ error?: string | string[] }> }) {
  const { error } = await searchParams;
  if (await getViewer()) redirect("/dashboard");
  return (
    <AuthFrame>
      <ServerState>
        <RegisterForm error={[error].flat()[0]} />
      </ServerState>
    </AuthFrame>
  );
}
