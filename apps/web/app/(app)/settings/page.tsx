import type { Metadata } from "next";
import { cookies } from "next/headers";
import { readAppearance } from "@/components/appearance.ts";
import { PageBar } from "@/components/shell/app-bar.tsx";
import { SettingsPage } from "@/features/settings/settings-page.tsx";
import { hasMailServer } from "@/server/page-context.ts";
import { toWire } from "@/trpc/wire.ts";
import { modelOrNull } from "../chat/model-or-null.ts";
import { signedIn } from "../signed-in.ts";

export const metadata: Metadata = { title: "Settings" };

/** For an example, while the catalogue is away. */
const SOME_MODEL = "openai/gpt-4o-mini";

export default async function Settings() {
  const [{ viewer, caller }, jar] = await Promise.all([signedIn(), cookies()]);
  const [sessions, apiKeys, catalogue, next] = await Promise.all([
    caller.account.sessions(),
    caller.account.apiKeys.list(),
    // The provider may be away; the rest of the settings is not.
    caller.models.list({}).catch(() => null),
    modelOrNull(caller, {}),
  ]);
  const preferredId = viewer.settings.preferredModel;
  const preferred = catalogue?.models.find((model) => model.id === preferredId)?.name ?? preferredId;
  return (
    <>
      <PageBar title="Settings" />
      <SettingsPage
        account={toWire(viewer)}
        hasMailServer={await hasMailServer()}
        sessions={toWire(sessions)}
        apiKeys={toWire(apiKeys)}
        appearance={readAppearance((name) => jar.get(name)?.value)}
        models={{
          preferred,
          demo: catalogue?.models.some((model) => model.demo) ?? false,
          next: next?.id ?? SOME_MODEL,
        }}
      />
    </>
  );
}
