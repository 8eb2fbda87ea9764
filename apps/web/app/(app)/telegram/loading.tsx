import { PageLoading } from "@/components/shell/page-loading.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";

export default function TelegramLoading() {
  return (
    <PageLoading title="Telegram" label="Loading Telegram">
      <div className="grid gap-x-12 gap-y-8 xl:grid-cols-[minmax(0,1fr)_344px]">
        <div className="grid content-start gap-7">
          <div className="flex gap-3.5">
            <Skeleton className="!h-6 w-6 flex-none rounded-[8px]" />
            <div className="grid grow gap-4">
              <Skeleton className="mt-1.5 w-28" />
              <Skeleton className="!h-[172px] w-[172px] rounded-md" />
            </div>
          </div>
          <div className="flex gap-3.5">
            <Skeleton className="!h-6 w-6 flex-none rounded-[8px]" />
            <div className="grid grow gap-4">
              <Skeleton className="mt-1.5 w-36" />
              <Skeleton className="!h-10 w-full rounded-md" />
            </div>
          </div>
        </div>
        <Skeleton className="!h-[660px] w-[344px] rounded-[44px] max-xl:hidden" />
      </div>
    </PageLoading>
  );
}
