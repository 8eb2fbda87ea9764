import { PageLoading } from "@/components/shell/page-loading.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";

const ROWS = Array.from({ length: 12 }, (_, row) => row);

export default function ModelsLoading() {
  return (
    <PageLoading title="Models" label="Loading the models">
      <Skeleton className="mb-3.5 h-9 w-full rounded-sm" />
      <div className="rounded-md border border-border bg-surface">
        {ROWS.map((row) => (
          <div key={row} className="flex min-h-12 items-center gap-3 border-border px-4 not-last:border-b">
            <Skeleton className="size-4 flex-none" />
            <Skeleton className="w-40 max-md:w-28" />
            <Skeleton className="ms-auto w-24" />
          </div>
        ))}
      </div>
    </PageLoading>
  );
}
