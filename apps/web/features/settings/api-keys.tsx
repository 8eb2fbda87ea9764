"use client";

import { loadPart } from "@/browser/load-part.ts";
import type { ApiKey } from "@procode/contracts";
import { useQuery } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { browserNow } from "@/browser/browser-clock.ts";
import { useHydrated } from "@/browser/use-hydrated.ts";
import { Badge } from "@/components/ui/badge.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Section } from "@/components/ui/page.tsx";
import { Time } from "@/components/ui/time.tsx";
import { useTRPC } from "@/trpc/client.tsx";
import type { Wire } from "@/trpc/wire.ts";
import { KeyExamples } from "./key-examples.tsx";
import { SCOPES } from "./key-words.ts";

const NewKeyDialog = lazy(() => loadPart(() => import("./new-key-dialog.tsx")));
const RevokeKeyDialog = lazy(() => loadPart(() => import("./revoke-key-dialog.tsx")));

type Key = Wire<ApiKey>;
type Dialog = { kind: "new" } | { kind: "revoke"; key: Key };

/** The keys with which code is this person: what each may do, when it was used, and its end. */
export function ApiKeys({ initial, model }: { initial: Key[]; model: string }) {
  const trpc = useTRPC();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const { data: keys } = useQuery({ ...trpc.account.apiKeys.list.queryOptions(), initialData: initial });
  const close = () => setDialog(null);
  return (
    <Section
      id="api-keys"
      title="API keys"
      hint="For code that talks to the same assistant, in the same conversations."
      aside={
        <Button onClick={() => setDialog({ kind: "new" })}>
          <Plus aria-hidden="true" className="size-4" strokeWidth={1.75} />
          New key
        </Button>
      }
    >
      {keys.length === 0 ? (
        <div className="grid gap-3">
          <p className="text-sm text-text-2">
            No key yet. Make one, put it into <code className="font-mono text-xs">PROCODE_API_KEY</code>, and this
            answers:
          </p>
          <KeyExamples model={model} />
        </div>
      ) : (
        <ul className="-mt-1 -mb-3">
          {keys.map((key) => (
            <KeyLine key={key.id} value={key} onRevoke={() => setDialog({ kind: "revoke", key })} />
          ))}
        </ul>
      )}
      <Suspense fallback={null}>
        {dialog?.kind === "new" && <NewKeyDialog model={model} onClose={close} />}
        {dialog?.kind === "revoke" && <RevokeKeyDialog apiKey={dialog.key} onClose={close} />}
      </Suspense>
    </Section>
  );
}

function KeyLine({ value, onRevoke }: { value: Key; onRevoke: () => void }) {
  const { name, hint, scopes, createdAt, expiresAt, lastUsedAt } = value;
  const hydrated = useHydrated();
  const expired = hydrated && expiresAt !== null && Date.parse(expiresAt) <= browserNow();
  return (
    <li className="flex items-start gap-3 border-border py-3 not-last:border-b">
      <KeyRound aria-hidden="true" className="mt-0.5 size-4 flex-none text-muted" strokeWidth={1.75} />
      <div className="min-w-0 grow text-sm">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="font-medium [overflow-wrap:anywhere]">{name}</span>
          <span className="font-mono text-xs text-muted">{hint}</span>
          {SCOPES.filter((scope) => scopes.includes(scope.value)).map((scope) => (
            <Badge key={scope.value}>{scope.label.toLowerCase()}</Badge>
          ))}
          {expired && <Badge tone="danger">expired</Badge>}
        </p>
        <p className="mt-0.5 text-muted">
          {lastUsedAt ? (
            <>
              Last used <Time at={lastUsedAt} />
            </>
          ) : (
            "Not used yet"
          )}
          , made <Time at={createdAt} dateOnly />,{" "}
          {expiresAt ? (
            <>
              {expired ? "expired" : "expires"} <Time at={expiresAt} dateOnly />
            </>
          ) : (
            "does not expire"
          )}
        </p>
      </div>
      <Button look="danger" size="sm" onClick={onRevoke} aria-label={`Revoke ${name}`}>
        Revoke
      </Button>
    </li>
  );
}
