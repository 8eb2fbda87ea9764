"use client";

import type { Profile } from "@procode/contracts";
import type { ReactNode } from "react";
import { useController } from "react-hook-form";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { Textarea } from "@/components/ui/textarea.tsx";
import { TimeZoneField } from "./time-zone-field.tsx";
import type { ContextForm } from "./use-autosaved-context.ts";

type FieldsProps = { form: ContextForm };
type LineProps = FieldsProps & {
  name: Exclude<keyof Profile, "timeZone">;
  label: string;
  hint?: ReactNode;
  placeholder?: string;
};

export function PersonFields({ form }: FieldsProps) {
  const { field, fieldState } = useController({ control: form.control, name: "timeZone" });
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Line form={form} name="name" label="Name" placeholder="What it calls you" />
      <Line form={form} name="occupation" label="Occupation" placeholder="Founder of a small invoicing shop" />
      <Line form={form} name="language" label="Language" placeholder="Polish, English for code" />
      <TimeZoneField value={field.value} error={fieldState.error?.message} onChange={field.onChange} />
    </div>
  );
}

export function AimFields({ form }: FieldsProps) {
  return (
    <div className="grid gap-4">
      <Area form={form} name="goals" label="Goals" placeholder="Ship version 2 by spring, run a half marathon" />
      <Area form={form} name="interests" label="Interests" placeholder="Databases, cooking, trains" />
    </div>
  );
}

export function AnswerFields({ form }: FieldsProps) {
  return (
    <div className="grid gap-4">
      <Area form={form} name="style" label="Style" placeholder="Short, no praise, numbers first" />
      <Area
        form={form}
        name="instructions"
        label="Instructions"
        rows={5}
        hint="Anything else that it should always do or never do."
        placeholder="Write TypeScript with functions, not classes."
      />
    </div>
  );
}

function Line({ form, name, label, hint, placeholder }: LineProps) {
  return (
    <Field label={label} hint={hint} error={form.formState.errors[name]?.message}>
      {(control) => (
        <Input
          {...control}
          {...form.register(name)}
          defaultValue={form.formState.defaultValues?.[name]}
          placeholder={placeholder}
          autoComplete="off"
        />
      )}
    </Field>
  );
}

function Area({ form, name, label, hint, placeholder, rows = 3 }: LineProps & { rows?: number }) {
  return (
    <Field label={label} hint={hint} error={form.formState.errors[name]?.message}>
      {(control) => (
        <Textarea
          {...control}
          {...form.register(name)}
          defaultValue={form.formState.defaultValues?.[name]}
          rows={rows}
          placeholder={placeholder}
        />
      )}
    </Field>
  );
}
