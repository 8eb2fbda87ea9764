import { PageLoading, SkeletonCard } from "@/components/shell/page-loading.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";

const SECTIONS = ["appearance", "models", "account", "keys", "sessions"];

export default function SettingsLoading() {
  return (
    <PageLoading title="Settings" label="Loading your settings" narrow>
      <div className="grid gap-5">
        {SECTIONS.map((section) => (
          <SkeletonCard key={section}>
            <Skeleton className="h-4 w-28" />
            <Skeleton className="w-full" />
            <Skeleton className="w-2/3" />
          </SkeletonCard>
        ))}
      </div>
    </PageLoading>
  );
}
