import { CircleAlert, CircleCheck } from "lucide-react";

/** What came of the last try, above the fields. */
export function FormNotice({ tone, children }: { tone: "done" | "failed"; children: string }) {
  const done = tone === "done";
  const Icon = done ? CircleCheck : CircleAlert;
  return (
    <p
      role={done ? "status" : "alert"}
      className={`flex gap-2 rounded-[9px] px-3 py-2.5 text-sm ${done ? "bg-success-soft" : "bg-danger-soft"}`}
    >
      <Icon
        aria-hidden="true"
        className={`mt-0.5 size-4 flex-none ${done ? "text-success" : "text-danger"}`}
        strokeWidth={1.75}
      />
      {children}
    </p>
  );
}
