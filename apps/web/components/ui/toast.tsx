"use client";

import { useEffect, useState, useSyncExternalStore } from "react";
import { Button } from "./button.tsx";

type ToastAction = { label: string; run: () => void };
type Toast = { id: number; message: string; action: ToastAction | undefined };

const SECONDS = 10;
const MOST = 3;
let toasts: readonly Toast[] = [];
let lastId = 0;
const watchers = new Set<() => void>();

/** Says what happened, for ten seconds; with `undo`, it can be taken back as long as it stands. */
export function showToast(message: string, undo?: () => void): void {
  showNews(message, undo && { label: "Undo", run: undo });
}

/** Says what came by itself, for ten seconds, with the way to it. */
export function showNews(message: string, action?: ToastAction): void {
  lastId += 1;
  publish([...toasts, { id: lastId, message, action }].slice(-MOST));
}

/** Draws the toasts. One stands in the root of the app. */
export function ToastHost() {
  const shown = useSyncExternalStore(
    watch,
    () => toasts,
    () => toasts,
  );
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-3 bottom-[max(12px,env(safe-area-inset-bottom))] z-60 grid justify-items-center gap-2 md:bottom-6"
    >
      {shown.map((toast) => (
        <ToastLine key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function ToastLine({ toast }: { toast: Toast }) {
  const [left, setLeft] = useState(SECONDS);
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (left === 0) dismiss(toast.id);
    if (left === 0 || held) return;
    const timer = setTimeout(() => setLeft(left - 1), 1_000);
    return () => clearTimeout(timer);
  }, [left, held, toast.id]);
  const act = () => {
    toast.action?.run();
    dismiss(toast.id);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hovering only holds the clock; the button inside does the work
    <div
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="pointer-events-auto flex min-h-11 max-w-full animate-appear items-center gap-3 rounded-md bg-ink py-1.5 ps-4 pe-1.5 text-sm text-on-ink shadow-lg max-md:w-full"
    >
      <span className="min-w-0 grow truncate">{toast.message}</span>
      {toast.action ? (
        <>
          <span aria-hidden="true" className="num text-xs opacity-70">
            {left} s
          </span>
          <Button look="marker" onClick={act}>
            {toast.action.label}
          </Button>
        </>
      ) : (
        <span className="w-2.5" />
      )}
    </div>
  );
}

function dismiss(id: number): void {
  publish(toasts.filter((toast) => toast.id !== id));
}

function publish(next: readonly Toast[]): void {
  toasts = next;
  for (const watcher of watchers) watcher();
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}
