import type { Metadata } from "next";
import { ConfirmEmail } from "@/components/account/confirm-email.tsx";
import { PageBar } from "@/components/shell/app-bar.tsx";
import { ProactivePage } from "@/features/proactive/proactive-page.tsx";
import { hasMailServer } from "@/server/page-context.ts";
import { toWire } from "@/trpc/wire.ts";
import { signedIn } from "../signed-in.ts";

export const metadata: Metadata = { title: "Writes first" };

export default async function Proactive() {
  const { viewer, caller } = await signedIn();
  const { settings, list, preview } = caller.proactive;
  const [standing, history, ahead, telegram] = await Promise.all([
    settings(),
    list(),
    preview(),
    caller.telegram.status(),
  ]);
  return (
    <>
      <PageBar title="Writes first" />
      <ProactivePage
        standing={toWire(standing)}
        history={toWire(history)}
        preview={toWire(ahead)}
        telegram={toWire(telegram)}
        hasEmail={await hasMailServer()}
        emailNeeds={viewer.emailConfirmedAt === null ? <ConfirmEmail address={viewer.email} /> : null}
      />
    </>
  );
}
