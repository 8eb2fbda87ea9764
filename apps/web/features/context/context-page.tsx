"use client";

import type { UserContext } from "@procode/contracts";
import { type FocusEvent, useState } from "react";
import { Page, PageTitle, Section } from "@/components/ui/page.tsx";
import type { Wire } from "@/trpc/wire.ts";
import { ModelIsTold } from "./model-is-told.tsx";
import { AnswerFields, AimFields, PersonFields } from "./profile-fields.tsx";
import { SaveState } from "./save-state.tsx";
import { useAutosavedContext } from "./use-autosaved-context.ts";

/** What a person tells the assistant about themselves, beside what a model makes of it. */
export function ContextPage({ initial }: { initial: Wire<UserContext> }) {
  const { form, state, failure, saveNow } = useAutosavedContext(initial);
  const [focused, setFocused] = useState<string | null>(null);
  const follow = (event: FocusEvent<HTMLElement>) => setFocused(event.target.getAttribute("name"));
  return (
    <Page>
      <PageTitle title="Context" actions={<SaveState state={state} failure={failure} onRetry={saveNow} />}>
        Who you are and how you like to be answered. It flows into every answer, in every channel, from your next
        message on. Change or empty any of it at any time.
      </PageTitle>
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_292px] lg:gap-6">
        <form
          className="grid gap-5"
          aria-label="Your context"
          onFocus={follow}
          onBlur={() => setFocused(null)}
          onSubmit={(event) => {
            event.preventDefault();
            saveNow();
          }}
        >
          <Section title="You">
            <PersonFields form={form} />
          </Section>
          <Section title="What you are after">
            <AimFields form={form} />
          </Section>
          <Section title="How to answer">
            <AnswerFields form={form} />
          </Section>
        </form>
        <aside aria-label="What happens with it" className="grid gap-5 lg:sticky lg:top-6">
          <ModelIsTold form={form} focused={focused} />
          <Section title="Where it is kept">
            <p className="text-sm text-muted">
              Encrypted in the database, and sent to the model that answers you. It goes nowhere else.
            </p>
          </Section>
        </aside>
      </div>
    </Page>
  );
}
