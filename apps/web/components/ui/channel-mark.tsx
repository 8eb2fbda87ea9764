import type { Channel } from "@procode/contracts";
import { Braces, Globe, Send } from "lucide-react";
import { cx } from "./cx.ts";

const MARKS = {
  web: { icon: Globe, name: "Web", tone: "bg-web-soft text-web" },
  telegram: { icon: Send, name: "Telegram", tone: "bg-telegram-soft text-telegram" },
  api: { icon: Braces, name: "API", tone: "bg-api-soft text-api" },
};

/** Where something came from. Shape first, hue second. */
export function ChannelMark({ channel, className = "size-[18px]" }: { channel: Channel; className?: string }) {
  const { icon: Icon, name, tone } = MARKS[channel];
  return (
    <span title={name} className={cx("inline-grid flex-none place-items-center rounded-[6px]", tone, className)}>
      <Icon aria-hidden="true" className="size-[62%]" strokeWidth={2} />
      <span className="sr-only">{name}</span>
    </span>
  );
}
