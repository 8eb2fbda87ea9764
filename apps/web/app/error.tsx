"use client";

import { tryPageAgain } from "@/browser/load-part.ts";
import { FullPage } from "@/components/full-page.tsx";
import { Button } from "@/components/ui/button.tsx";

type Failure = { error: Error & { digest?: string }; reset: () => void };

export default function PageError({ error, reset }: Failure) {
  return (
    <FullPage
      title="This page broke while it was made"
      href="/dashboard"
      link="Go to your conversations"
      aside={
        <Button look="primary" onClick={() => tryPageAgain(error, reset)}>
          Try again
        </Button>
      }
    >
      What you wrote and what was answered is kept.{" "}
      {error.digest && (
        <>
          Id for a report: <code className="font-mono text-sm">{error.digest}</code>
        </>
      )}
    </FullPage>
  );
}
