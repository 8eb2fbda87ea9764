import { SearchX } from "lucide-react";
import { Button } from "@/components/ui/button.tsx";
import type { Addressed } from "./use-addressed.ts";

/** Says why the message that the address names does not stand here. */
export function NotThere({ addressed }: { addressed: Addressed }) {
  const { state } = addressed;
  if (state !== "gone" && state !== "failed") return null;
  return (
    <div
      role="status"
      className="mb-5 flex flex-wrap items-start gap-x-3 gap-y-2 rounded-[9px] bg-warn-soft px-3.5 py-2.5 text-sm"
    >
      <SearchX aria-hidden="true" className="mt-0.5 size-4 flex-none text-warn" strokeWidth={1.75} />
      <p className="min-w-0 flex-1 basis-60">
        {state === "gone"
          ? "That message is not kept any more, or it is another account’s. What is kept stands in the history below."
          : "That message could not be loaded. It is kept on the server."}
      </p>
      {state === "failed" && <Button onClick={addressed.retry}>Try again</Button>}
    </div>
  );
}
