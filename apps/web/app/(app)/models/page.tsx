import type { Metadata } from "next";
import { PageBar } from "@/components/shell/app-bar.tsx";
import { toModelRow } from "@/features/models/model-row.ts";
import { ModelsPage } from "@/features/models/models-page.tsx";
import { signedIn } from "../signed-in.ts";

export const metadata: Metadata = { title: "Models" };

export default async function Models() {
  const { viewer, caller } = await signedIn();
  const { models, fetchedAt, stale } = await caller.models.list({});
  return (
    <>
      <PageBar title="Models" />
      <ModelsPage
        rows={models.map(toModelRow)}
        preferred={viewer.settings.preferredModel}
        fetchedAt={fetchedAt.toISOString()}
        stale={stale}
      />
    </>
  );
}
