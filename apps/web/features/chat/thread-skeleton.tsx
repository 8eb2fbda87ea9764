import { Skeleton, SkeletonPage } from "@/components/ui/skeleton.tsx";

/** A conversation that is on its way, in its own shape. */
export function ThreadSkeleton() {
  return (
    <SkeletonPage label="Loading the conversation" className="mx-auto w-full max-w-[764px] grow px-4 pt-6 md:px-5">
      <div className="md:grid md:grid-cols-[44px_minmax(0,1fr)]">
        <Skeleton className="!h-[22px] w-[22px] rounded-[7px] max-md:hidden" />
        <div className="grid gap-3 pb-7">
          <Skeleton className="!h-2.5 w-28" />
          <Skeleton className="!h-3.5 w-[88%]" />
          <Skeleton className="!h-3.5 w-[42%]" />
        </div>
        <Skeleton className="!h-[22px] w-[22px] rounded-[7px] max-md:hidden" />
        <div className="grid gap-3.5 pt-1.5">
          <Skeleton className="w-[96%]" />
          <Skeleton className="w-[91%]" />
          <Skeleton className="w-[64%]" />
          <div className="my-2 grid h-[150px] content-start gap-2.5 rounded-md border border-border p-3.5">
            <Skeleton className="!h-2.5 w-[52%]" />
            <Skeleton className="!h-2.5 w-[70%]" />
            <Skeleton className="!h-2.5 w-[61%]" />
          </div>
          <Skeleton className="w-[93%]" />
          <Skeleton className="w-[70%]" />
        </div>
      </div>
    </SkeletonPage>
  );
}
