import { PageLoading, SkeletonCard } from "@/components/shell/page-loading.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";

const SECTIONS = ["you", "aims", "answers"];

export default function ContextLoading() {
  return (
    <PageLoading title="Context" label="Loading your context">
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_292px] lg:gap-6">
        <div className="grid gap-5">
          {SECTIONS.map((section) => (
            <SkeletonCard key={section}>
              <Skeleton className="h-4 w-28" />
              <Skeleton className="h-9 w-full" />
              <Skeleton className="h-9 w-full" />
            </SkeletonCard>
          ))}
        </div>
        <SkeletonCard>
          <Skeleton className="h-4 w-36" />
          <Skeleton className="w-full" />
          <Skeleton className="w-4/5" />
        </SkeletonCard>
      </div>
    </PageLoading>
  );
}
