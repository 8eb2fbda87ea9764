import { PageLoading } from "@/components/shell/page-loading.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";

export default function ProactiveLoading() {
  return (
    <PageLoading title="Writes first" label="Loading what is written first">
      <div className="grid gap-5 lg:grid-cols-2">
        <Skeleton className="!h-[336px] rounded-md" />
        <Skeleton className="!h-[336px] rounded-md" />
      </div>
      <Skeleton className="my-5 !h-[250px] rounded-md" />
      <div className="grid gap-5 lg:grid-cols-[minmax(0,1fr)_312px]">
        <Skeleton className="!h-[420px] rounded-md" />
        <Skeleton className="!h-[420px] rounded-md" />
      </div>
    </PageLoading>
  );
}
