"use client";

import { tryPageAgain } from "@/browser/load-part.ts";
import { PageBar } from "@/components/shell/app-bar.tsx";
import { Button } from "@/components/ui/button.tsx";
import { ErrorState } from "@/components/ui/error-state.tsx";
import { Page } from "@/components/ui/page.tsx";

/** A page inside the shell broke; the shell around it goes on. */
export default function AppPageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <>
      <PageBar title="PROCODE" />
      <Page narrow>
        <h1 className="sr-only">Something broke</h1>
        <ErrorState
          title="This page broke while it was made."
          requestId={error.digest}
          action={
            <Button look="primary" onClick={() => tryPageAgain(error, reset)}>
              Try again
            </Button>
          }
        >
          What you wrote and what was answered is kept.
        </ErrorState>
      </Page>
    </>
  );
}
