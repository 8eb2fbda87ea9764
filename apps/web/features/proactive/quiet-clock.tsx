"use client";

import type { QuietWindow } from "@procode/contracts";
import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import {
  arcBetween,
  CLOCK,
  minuteAt,
  minuteOfTime,
  pointAt,
  STEP_MINUTES,
  timeOfMinute,
  wrapMinute,
} from "./clock-face.ts";

type QuietClockProps = {
  window: QuietWindow | null;
  /** Minutes since midnight there; where the marker stands. */
  now: number;
  /** Of the next message within a day. */
  next: number | null;
  /** Two short lines in the middle. */
  time: string;
  place: string;
  onChange: (window: QuietWindow) => void;
  /** An end was let go. */
  onDone: () => void;
};

const LAST_MINUTE = 1439;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const KEYS: Record<string, number> = {
  ArrowRight: STEP_MINUTES,
  ArrowUp: STEP_MINUTES,
  ArrowLeft: -STEP_MINUTES,
  ArrowDown: -STEP_MINUTES,
  PageUp: 60,
  PageDown: -60,
};

/** The night as an arc of ink on a clock of 24 hours; either end can be dragged, or moved with the arrow keys. */
export function QuietClock({ window, now, next, time, place, onChange, onDone }: QuietClockProps) {
  const frame = useRef<SVGSVGElement>(null);
  const ends = window && { from: minuteOfTime(window.from), to: minuteOfTime(window.to) };
  const [hand, tip] = [pointAt(now, 80), pointAt(now, 104)];

  const handle = (end: "from" | "to") => {
    if (!window || !ends) return null;
    const move = (minute: number) => onChange({ ...window, [end]: timeOfMinute(wrapMinute(minute)) });
    const onPointerMove = (event: PointerEvent<SVGGElement>) => {
      const box = frame.current?.getBoundingClientRect();
      if (!box || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
      const scale = CLOCK.size / box.width;
      move(minuteAt({ x: (event.clientX - box.left) * scale, y: (event.clientY - box.top) * scale }));
    };
    const onKeyDown = (event: KeyboardEvent) => {
      const step = KEYS[event.key];
      if (step === undefined) return;
      event.preventDefault();
      move(ends[end] + step);
    };
    const { x, y } = pointAt(ends[end], CLOCK.ring);
    return (
      <g
        role="slider"
        tabIndex={0}
        aria-label={end === "from" ? "Quiet from" : "Quiet until"}
        aria-valuemin={0}
        aria-valuemax={LAST_MINUTE}
        aria-valuenow={ends[end]}
        aria-valuetext={window[end]}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={onPointerMove}
        onPointerUp={onDone}
        onKeyDown={onKeyDown}
        onKeyUp={(event) => event.key in KEYS && onDone()}
        className="group cursor-grab touch-none outline-none active:cursor-grabbing focus-visible:shadow-none"
      >
        <circle cx={x} cy={y} r={22} fill="transparent" />
        <circle
          cx={x}
          cy={y}
          r={16}
          fill="none"
          strokeWidth={3}
          className="stroke-transparent group-focus-visible:stroke-accent"
        />
        <circle cx={x} cy={y} r={11} strokeWidth={1.75} className="fill-raised stroke-ink" />
        <circle cx={x} cy={y} r={2.5} className="fill-ink" />
      </g>
    );
  };

  return (
    <svg
      ref={frame}
      viewBox={`0 0 ${CLOCK.size} ${CLOCK.size}`}
      className="block h-auto w-full max-w-[248px] justify-self-center"
    >
      <title>
        {window ? `Quiet from ${window.from} to ${window.to}. It is ${time}.` : `No quiet hours. It is ${time}.`}
      </title>
      <circle
        cx={CLOCK.centre}
        cy={CLOCK.centre}
        r={CLOCK.ring}
        fill="none"
        strokeWidth={20}
        className="stroke-active"
      />
      {ends && <path d={arcBetween(ends.from, ends.to)} fill="none" strokeWidth={20} className="stroke-ink" />}
      {HOURS.map((hour) => (
        <Tick key={hour} hour={hour} />
      ))}
      {next !== null && <NextDot minute={next} />}
      <line
        x1={hand.x}
        y1={hand.y}
        x2={tip.x}
        y2={tip.y}
        strokeWidth={5}
        strokeLinecap="round"
        className="stroke-accent-line"
      />
      <line
        x1={hand.x}
        y1={hand.y}
        x2={tip.x}
        y2={tip.y}
        strokeWidth={3}
        strokeLinecap="round"
        className="stroke-accent"
      />
      <text x={124} y={122} textAnchor="middle" className="num fill-text text-[24px] font-semibold tracking-[-0.6px]">
        {time}
      </text>
      <text x={124} y={141} textAnchor="middle" className="fill-muted text-[11.5px]">
        {place}
      </text>
      {handle("from")}
      {handle("to")}
    </svg>
  );
}

function Tick({ hour }: { hour: number }) {
  const isQuarter = hour % 6 === 0;
  const [inner, outer] = [pointAt(hour * 60, 107), pointAt(hour * 60, isQuarter ? 113 : 110)];
  const label = pointAt(hour * 60, 72);
  return (
    <>
      <line
        {...{ x1: inner.x, y1: inner.y, x2: outer.x, y2: outer.y }}
        strokeWidth={1.25}
        className={isQuarter ? "stroke-muted" : "stroke-border-strong"}
      />
      {isQuarter && (
        <text x={label.x} y={label.y + 4} textAnchor="middle" className="num fill-muted text-[11px]">
          {String(hour).padStart(2, "0")}
        </text>
      )}
    </>
  );
}

function NextDot({ minute }: { minute: number }) {
  const { x, y } = pointAt(minute, 118);
  return <circle cx={x} cy={y} r={4.5} strokeWidth={1.5} className="fill-accent stroke-accent-line" />;
}
