import { ThreadSkeleton } from "@/features/chat/thread-skeleton.tsx";
import { PageBar } from "@/components/shell/app-bar.tsx";

export default function Loading() {
  return (
    <>
      <PageBar title="" />
      <ThreadSkeleton />
    </>
  );
}
