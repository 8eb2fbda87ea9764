"use client";

import { Eye, EyeOff } from "lucide-react";
import { type ComponentProps, useState } from "react";
import { IconButton } from "@/components/ui/icon-button.tsx";
import { Input } from "@/components/ui/input.tsx";

export function PasswordInput(props: Omit<ComponentProps<typeof Input>, "type">) {
  const [shown, setShown] = useState(false);
  return (
    <span className="relative grid">
      <Input {...props} type={shown ? "text" : "password"} className="pe-12" />
      <IconButton
        label={shown ? "Hide the password" : "Show the password"}
        onClick={() => setShown(!shown)}
        className="absolute end-1.5 top-1/2 -translate-y-1/2 max-md:end-0"
      >
        {shown ? <EyeOff aria-hidden="true" strokeWidth={1.75} /> : <Eye aria-hidden="true" strokeWidth={1.75} />}
      </IconButton>
    </span>
  );
}
