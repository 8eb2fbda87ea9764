import type { Metadata } from "next";
import { cookies } from "next/headers";
import { readAppearance } from "@/components/appearance.ts";
import { PageBar } from "@/components/shell/app-bar.tsx";
import { SettingsPage } from "@/features/settings/settings-page.tsx";
import { toWire } from "@/trpc/wire.ts";
import { signedIn } from "../signed-in.ts";

export const metadata: Metadata = { title: "Settings" };

export default async function Settings() {
  const [{ viewer, caller }, jar] = await Promise.all([signedIn(), cookies()]);
  const [sessions, catalogue] = await Promise.all([
    caller.account.sessions(),
    // The provider may be away; the rest of the settings is not.
    caller.models.list({}).catch(() => null),
  ]);
  const preferredId = viewer.settings.preferredModel;
  const preferred = catalogue?.models.find((model) => model.id === preferredId)?.name ?? preferredId;
  return (
    <>
      <PageBar title="Settings" />
      <SettingsPage
        account={toWire(viewer)}
        sessions={toWire(sessions)}
        appearance={readAppearance((name) => jar.get(name)?.value)}
        models={{ preferred, demo: catalogue?.models.some((model) => model.demo) ?? false }}
      />
    </>
  );
}
