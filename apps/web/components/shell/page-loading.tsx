import type { ReactNode } from "react";
import { Page } from "@/components/ui/page.tsx";
import { Skeleton, SkeletonPage } from "@/components/ui/skeleton.tsx";
import { PageBar } from "./app-bar.tsx";

type PageLoadingProps = {
  title: string;
  /** What is loading, for those who do not see it. */
  label: string;
  narrow?: boolean;
  /** The shape of what stands under the title. */
  children: ReactNode;
};

/** A page of the app while it is read: its bar, the place of its title and hint, and the shape of the rest. */
export function PageLoading({ title, label, narrow = false, children }: PageLoadingProps) {
  return (
    <>
      <PageBar title={title} />
      <Page narrow={narrow}>
        <SkeletonPage label={label}>
          <Skeleton className="h-7 w-36" />
          <Skeleton className="mt-4 mb-8 w-full max-w-[56ch]" />
          {children}
        </SkeletonPage>
      </Page>
    </>
  );
}

/** A card whose words are still to come. */
export function SkeletonCard({ children }: { children: ReactNode }) {
  return <div className="grid gap-4 rounded-md border border-border bg-surface p-(--card-p)">{children}</div>;
}
