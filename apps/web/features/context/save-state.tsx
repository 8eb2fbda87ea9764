import { Check, CircleAlert, CloudOff } from "lucide-react";
import { Button } from "@/components/ui/button.tsx";
import type { SavingState } from "./use-autosaved-context.ts";

type SaveStateProps = { state: SavingState; failure: string | undefined; onRetry: () => void };

/** Whether what stands in the fields is kept; always in the same place. */
export function SaveState({ state, failure, onRetry }: SaveStateProps) {
  return (
    <div className="flex min-h-(--control-h) items-center gap-3 max-md:min-h-0">
      <p role="status" className="flex items-center gap-1.5 text-sm text-muted [&>svg]:size-4 [&>svg]:flex-none">
        {state === "saved" && <Check aria-hidden="true" className="text-success" strokeWidth={1.75} />}
        {state === "waiting" && <CloudOff aria-hidden="true" className="text-warn" strokeWidth={1.75} />}
        {(state === "failed" || state === "invalid") && (
          <CircleAlert aria-hidden="true" className="text-danger" strokeWidth={1.75} />
        )}
        {state === "failed" ? `Not saved. ${failure ?? ""}` : WORDS[state]}
      </p>
      {state === "failed" && <Button onClick={onRetry}>Save again</Button>}
    </div>
  );
}

const WORDS: Record<Exclude<SavingState, "failed">, string> = {
  saved: "Saved",
  unsaved: "Saving soon",
  invalid: "One field is too long",
  saving: "Saving",
  waiting: "Saved when you are back online",
};
