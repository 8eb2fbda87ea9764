"use client";

import { tryPageAgain } from "@/browser/load-part.ts";
import "./globals.css";

/** The frame of every page broke, so this one brings its own. */
export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Something broke · PROCODE</title>
        <main className="mx-auto max-w-[480px] px-5 py-24">
          <h1 className="text-2xl font-semibold tracking-title">PROCODE cannot show this page</h1>
          <p className="mt-1.5 text-[15px] text-text-2">
            Your conversations are kept. Try again; if it stays, the server's log has the reason.
          </p>
          {error.digest && <p className="mt-2 text-sm text-muted">Id for a report: {error.digest}</p>}
          <button
            type="button"
            onClick={() => tryPageAgain(error, reset)}
            className="mt-6 min-h-11 rounded-sm bg-ink px-5 text-sm font-medium text-on-ink"
          >
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
