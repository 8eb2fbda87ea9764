import { PageBar } from "@/components/shell/app-bar.tsx";
import { Page } from "@/components/ui/page.tsx";
import { Skeleton, SkeletonPage } from "@/components/ui/skeleton.tsx";

export default function ProactiveLoading() {
  return (
    <>
      <PageBar title="Writes first" />
      <Page>
        <SkeletonPage label="Loading what is written first">
          <Skeleton className="h-7 w-40" />
          <Skeleton className="mt-4 mb-8 w-full max-w-[62ch]" />
          <div className="grid gap-5 lg:grid-cols-2">
            <Skeleton className="!h-[336px] rounded-md" />
            <Skeleton className="!h-[336px] rounded-md" />
          </div>
          <Skeleton className="my-5 !h-[250px] rounded-md" />
          <div className="grid gap-5 lg:grid-cols-[minmax(0,1fr)_312px]">
            <Skeleton className="!h-[420px] rounded-md" />
            <Skeleton className="!h-[420px] rounded-md" />
          </div>
        </SkeletonPage>
      </Page>
    </>
  );
}
