"use client";

import { PROFILE_FACTS, PROFILE_FIELDS } from "@procode/contracts";
import { useWatch } from "react-hook-form";
import { Section } from "@/components/ui/page.tsx";
import type { ContextForm } from "./use-autosaved-context.ts";

/** The profile as it goes ahead of the next message; the field that is being written in is marked. */
export function ModelIsTold({ form, focused }: { form: ContextForm; focused: string | null }) {
  const profile = useWatch({ control: form.control });
  const told = PROFILE_FIELDS.flatMap((field) => {
    const words = profile[field]?.trim();
    return words ? [{ field, words }] : [];
  });
  return (
    <Section title="What a model is told" hint="These lines go ahead of your next message.">
      {told.length === 0 ? (
        <p className="text-sm text-muted">Nothing yet. Write one thing about you, then ask; the answer will use it.</p>
      ) : (
        <ul className="grid gap-1 font-mono text-xs leading-[18px] tracking-[-0.02em]">
          {told.map(({ field, words }) => (
            <li key={field} className="break-words whitespace-pre-wrap">
              - {PROFILE_FACTS[field]}: {field === focused ? <mark>{words}</mark> : words}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
