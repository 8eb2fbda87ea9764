import { PageBar } from "@/components/shell/app-bar.tsx";
import { Page } from "@/components/ui/page.tsx";
import { Skeleton, SkeletonPage } from "@/components/ui/skeleton.tsx";

const SECTIONS = ["you", "aims", "answers"];

export default function ContextLoading() {
  return (
    <>
      <PageBar title="Context" />
      <Page>
        <SkeletonPage label="Loading your context">
          <Skeleton className="h-7 w-36" />
          <Skeleton className="mt-4 mb-8 w-full max-w-[56ch]" />
          <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_292px] lg:gap-6">
            <div className="grid gap-5">
              {SECTIONS.map((section) => (
                <div key={section} className="grid gap-4 rounded-md border border-border bg-surface p-(--card-p)">
                  <Skeleton className="h-4 w-28" />
                  <Skeleton className="h-9 w-full" />
                  <Skeleton className="h-9 w-full" />
                </div>
              ))}
            </div>
            <div className="grid gap-3 rounded-md border border-border bg-surface p-(--card-p)">
              <Skeleton className="h-4 w-36" />
              <Skeleton className="w-full" />
              <Skeleton className="w-4/5" />
            </div>
          </div>
        </SkeletonPage>
      </Page>
    </>
  );
}
