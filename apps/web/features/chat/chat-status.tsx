"use client";

import { useEffect, useRef, useState } from "react";
import type { ChatMessage } from "@/components/conversation/wire-types.ts";

const LONGEST = 4_000;

/** Tells a screen reader that an answer is being written, then reads the whole answer once. The stream itself stays silent. */
export function ChatStatus({ newest }: { newest: ChatMessage | undefined }) {
  const answering = useRef<string | null>(null);
  const [said, setSaid] = useState("");
  useEffect(() => {
    if (newest?.status === "answering") {
      answering.current = newest.id;
      setSaid("Answering");
    } else if (newest && answering.current === newest.id) {
      answering.current = null;
      setSaid(endWords(newest));
    }
  }, [newest]);
  return (
    <p role="status" className="sr-only">
      {said}
    </p>
  );
}

function endWords({ status, text }: ChatMessage): string {
  const words = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  if (status === "complete") return `Answer complete. ${words}`;
  if (status === "stopped") return `Answer stopped. ${words}`;
  return `The answer ended early. ${words}`;
}
