import type { Channel } from "@procode/contracts";
import type { ReactNode } from "react";
import { ChannelMark } from "@/components/ui/channel-mark.tsx";
import { ClockTime } from "@/components/clock-time.tsx";

const FROM: Record<Channel, string | null> = { web: null, telegram: "from Telegram", api: "from the API" };

export function MessageHead({
  channel,
  at,
  children,
  end,
}: {
  channel: Channel;
  at: string;
  children?: ReactNode;
  end?: ReactNode;
}) {
  return (
    <div className="mb-1 flex min-h-[22px] items-center gap-[7px] text-xs text-muted">
      <ChannelMark channel={channel} className="size-[18px] md:hidden" />
      <span className="font-medium text-text">You</span>
      {FROM[channel]}
      <ClockTime at={at} />
      {children}
      {end && <span className="ms-auto">{end}</span>}
    </div>
  );
}
