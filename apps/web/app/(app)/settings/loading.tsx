import { PageBar } from "@/components/shell/app-bar.tsx";
import { Page } from "@/components/ui/page.tsx";
import { Skeleton, SkeletonPage } from "@/components/ui/skeleton.tsx";

const SECTIONS = ["appearance", "models", "account", "keys", "sessions"];

export default function SettingsLoading() {
  return (
    <>
      <PageBar title="Settings" />
      <Page narrow>
        <SkeletonPage label="Loading your settings">
          <Skeleton className="h-7 w-36" />
          <Skeleton className="mt-4 mb-8 w-64" />
          <div className="grid gap-5">
            {SECTIONS.map((section) => (
              <div key={section} className="grid gap-4 rounded-md border border-border bg-surface p-(--card-p)">
                <Skeleton className="h-4 w-28" />
                <Skeleton className="w-full" />
                <Skeleton className="w-2/3" />
              </div>
            ))}
          </div>
        </SkeletonPage>
      </Page>
    </>
  );
}
