"use client";

import type { Account, ApiKey, Session } from "@procode/contracts";
import Link from "next/link";
import type { Appearance } from "@/components/appearance.ts";
import { Badge, DemoBadge } from "@/components/ui/badge.tsx";
import { buttonClass } from "@/components/ui/button.tsx";
import { Page, PageTitle, Section } from "@/components/ui/page.tsx";
import type { Wire } from "@/trpc/wire.ts";
import { AccountForm } from "./account-form.tsx";
import { ApiKeys } from "./api-keys.tsx";
import { AppearanceForm } from "./appearance-form.tsx";
import { SessionList } from "./session-list.tsx";

type SettingsPageProps = {
  account: Wire<Account>;
  hasMailServer: boolean;
  sessions: Wire<Session>[];
  apiKeys: Wire<ApiKey>[];
  /** As this device shows it now. */
  appearance: Appearance;
  /** What was chosen for new conversations, the id of what they take, and whether the catalogue is the sandbox's. */
  models: { preferred: string | null; demo: boolean; next: string };
};

export function SettingsPage({ account, hasMailServer, sessions, apiKeys, appearance, models }: SettingsPageProps) {
  const isConfirmed = hasMailServer ? account.emailConfirmedAt !== null : null;
  return (
    <Page narrow>
      <PageTitle title="Settings">This device, your models, your account, your keys.</PageTitle>
      <div className="grid gap-5">
        <Section title="Appearance">
          <AppearanceForm initial={appearance} />
        </Section>
        <Section title="Models" aside={models.demo ? <DemoBadge /> : <Badge tone="success">OpenRouter</Badge>}>
          <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
            <p className="min-w-0 grow basis-60 text-sm text-text-2">
              New conversations start with{" "}
              <b className="font-medium text-text">{models.preferred ?? "PROCODE’s own choice"}</b>.
            </p>
            <Link href="/models" className={buttonClass()}>
              Choose a model
            </Link>
          </div>
          {models.demo && (
            <p className="mt-4 rounded-[9px] bg-hover px-3 py-2.5 text-sm text-text-2">
              A demo model answers, and it costs nothing. For real ones, whoever runs this PROCODE sets{" "}
              <code className="font-mono text-xs">OPENROUTER_API_KEY</code> and starts it again.
            </p>
          )}
        </Section>
        <Section title="Account" aside={account.role === "admin" ? <Badge>admin</Badge> : undefined}>
          <AccountForm name={account.name} email={account.email} isConfirmed={isConfirmed} />
        </Section>
        <ApiKeys initial={apiKeys} model={models.next} />
        <Section title="Where you are signed in">
          <SessionList initial={sessions} />
        </Section>
      </div>
    </Page>
  );
}
