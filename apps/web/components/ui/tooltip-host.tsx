"use client";

import { useEffect, useRef, useState } from "react";
import { Kbd } from "./kbd.tsx";

type Tip = { text: string; keys: string | undefined; top: number; left: number };

const WAIT_MS = 450;
const GAP_PX = 8;

/** Draws the tooltip of whatever carries `data-tip`: one listener for the page instead of one component per icon. */
export function TooltipHost() {
  const [tip, setTip] = useState<Tip | null>(null);
  const bubble = useRef<HTMLDivElement>(null);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const hide = () => {
      clearTimeout(timer);
      setTip(null);
    };
    const over = (event: PointerEvent) => {
      const owner = ownerOf(event.target);
      hide();
      if (owner && event.pointerType === "mouse") timer = setTimeout(() => setTip(tipOf(owner)), WAIT_MS);
    };
    const focus = (event: FocusEvent) => {
      const owner = ownerOf(event.target);
      if (owner?.matches(":focus-visible")) setTip(tipOf(owner));
    };
    const key = (event: KeyboardEvent) => event.key === "Escape" && hide();
    const listening = new AbortController();
    const { signal } = listening;
    document.addEventListener("pointerover", over, { signal });
    document.addEventListener("pointerdown", hide, { signal });
    document.addEventListener("focusin", focus, { signal });
    document.addEventListener("focusout", hide, { signal });
    document.addEventListener("scroll", hide, { signal, capture: true, passive: true });
    document.addEventListener("keydown", key, { signal });
    return () => {
      listening.abort();
      clearTimeout(timer);
    };
  }, []);

  useEffect(() => {
    const element = bubble.current;
    if (!element || !tip) return;
    // The top layer, so that it stands above an open dialog too.
    element.showPopover();
    const half = element.offsetWidth / 2;
    const left = Math.min(Math.max(tip.left - half, GAP_PX), window.innerWidth - element.offsetWidth - GAP_PX);
    const fitsBelow = tip.top + element.offsetHeight + GAP_PX < window.innerHeight;
    element.style.left = `${left}px`;
    element.style.top = fitsBelow ? `${tip.top}px` : `${tip.top - element.offsetHeight - 50}px`;
  }, [tip]);

  if (!tip) return null;
  return (
    <div
      ref={bubble}
      popover="manual"
      aria-hidden="true"
      className="pointer-events-none fixed m-0 flex max-w-[280px] items-center gap-2 rounded-sm border-0 bg-ink px-2.5 py-1.5 text-xs text-on-ink shadow-md"
    >
      {tip.text}
      {tip.keys && <Kbd className="border-transparent bg-transparent opacity-75 [color:inherit]">{tip.keys}</Kbd>}
    </div>
  );
}

function ownerOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>("[data-tip]") : null;
}

function tipOf(owner: HTMLElement): Tip | null {
  if (!owner.isConnected || !owner.dataset.tip) return null;
  const box = owner.getBoundingClientRect();
  return {
    text: owner.dataset.tip,
    keys: owner.dataset.tipKeys,
    top: box.bottom + GAP_PX,
    left: box.left + box.width / 2,
  };
}
