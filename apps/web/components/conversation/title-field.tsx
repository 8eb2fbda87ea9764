"use client";

import { useState } from "react";

const TITLE_MAX = 120;

/** A title being written anew in its own place. Enter and leaving keep it, Escape does not. */
export function TitleField({
  title,
  onDone,
  className,
}: {
  title: string;
  onDone: (title: string | null) => void;
  className?: string;
}) {
  const [text, setText] = useState(title);
  return (
    <input
      aria-label="Title of the conversation"
      // biome-ignore lint/a11y/noAutofocus: the person has just asked to write here
      autoFocus
      value={text}
      maxLength={TITLE_MAX}
      onChange={(event) => setText(event.target.value)}
      onFocus={(event) => event.target.select()}
      onBlur={() => onDone(text)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === "Enter") event.currentTarget.blur();
        if (event.key === "Escape") {
          event.stopPropagation();
          onDone(null);
        }
      }}
      className={`field min-w-0 rounded-xs px-1.5 py-0.5 ${className ?? ""}`}
    />
  );
}
