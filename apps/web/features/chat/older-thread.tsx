"use client";

import { defaultRangeExtractor, type Range, useWindowVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useCallback, useLayoutEffect, useMemo, useRef, useState } from "react";
import { usePrinting } from "@/browser/use-printing.ts";
import type { ChatMessage } from "@/components/conversation/wire-types.ts";
import { columnWidth, guessHeight } from "./guess-height.ts";
import { heldMessages } from "./held-messages.ts";

/** So many messages stand ready on each side of the window. */
const READY = 4;

type OlderThreadProps = {
  messages: readonly ChatMessage[];
  draw: (message: ChatMessage) => ReactNode;
};

/**
 * The messages before those that always stand in the page, of which only those near the window do, and any in which
 * somebody writes, selects or stands with the keyboard. What is on the screen stays where it is, whatever is put above.
 */
export default function OlderThread({ messages, draw }: OlderThreadProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  // Guesses stay what they were: where a message stands must not change by a change of them.
  const [width] = useState(() => columnWidth(document.querySelector("main")?.clientWidth ?? window.innerWidth));
  const printing = usePrinting();
  const indexes = useMemo(() => new Map(messages.map(({ id }, index) => [id, index])), [messages]);

  const list = useWindowVirtualizer({
    count: messages.length,
    getItemKey: useCallback((index: number) => messages[index]?.id ?? index, [messages]),
    estimateSize: (index) => guessHeight(messages[index], width),
    overscan: READY,
    scrollMargin: top,
    anchorTo: "end",
    // What comes above the newest part pushes it down, so the window goes along from the start.
    initialOffset: () => window.scrollY + messages.reduce((sum, message) => sum + guessHeight(message, width), 0),
    rangeExtractor: (range: Range) => {
      const held = heldMessages(frame.current).flatMap((id) => indexes.get(id) ?? []);
      return [...new Set([...defaultRangeExtractor(range), ...held])].sort((one, other) => one - other);
    },
  });

  useLayoutEffect(() => {
    const place = () => {
      if (frame.current) setTop(Math.round(frame.current.getBoundingClientRect().top + window.scrollY));
    };
    place();
    const observer = new ResizeObserver(place);
    observer.observe(document.documentElement);
    return () => observer.disconnect();
  }, []);

  if (printing) return messages.map(draw);
  return (
    <div ref={frame} className="relative" style={{ height: list.getTotalSize() }}>
      {list.getVirtualItems().map(({ key, index, start }) => {
        const message = messages[index];
        return (
          message && (
            <div
              key={key}
              ref={list.measureElement}
              data-index={index}
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${start - top}px)` }}
            >
              {draw(message)}
            </div>
          )
        );
      })}
    </div>
  );
}
