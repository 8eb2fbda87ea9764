"use client";

import { ThumbsDown, ThumbsUp } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button.tsx";

type ThumbsProps = { given: "up" | "down" | undefined; onJudge: (kind: "up" | "down") => void };

/** Whether a message was useful; the last thing said holds. */
export function Thumbs({ given, onJudge }: ThumbsProps) {
  return (
    <>
      <IconButton label="Useful" on={given === "up"} aria-pressed={given === "up"} onClick={() => onJudge("up")}>
        <ThumbsUp aria-hidden="true" strokeWidth={1.75} />
      </IconButton>
      <IconButton
        label="Not useful"
        on={given === "down"}
        aria-pressed={given === "down"}
        onClick={() => onJudge("down")}
      >
        <ThumbsDown aria-hidden="true" strokeWidth={1.75} />
      </IconButton>
    </>
  );
}
