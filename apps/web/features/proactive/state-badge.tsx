import {
  CalendarClock,
  Check,
  CheckCheck,
  CircleAlert,
  CircleHelp,
  type LucideIcon,
  Minus,
  RotateCw,
  Send,
} from "lucide-react";
import { Badge } from "@/components/ui/badge.tsx";
import { STATE_WORDS } from "./proactive-words.ts";

type State = keyof typeof STATE_WORDS;

const ICONS: Record<State, LucideIcon> = {
  candidate: CalendarClock,
  scheduled: CalendarClock,
  claimed: CalendarClock,
  sending: Send,
  sent: Check,
  read: CheckCheck,
  responded: CheckCheck,
  uncertain: CircleHelp,
  failed: RotateCw,
  dead: CircleAlert,
  cancelled: Minus,
  expired: Minus,
  skipped: Minus,
};

/** What became of a message: an icon and a word. */
export function StateBadge({ state }: { state: State }) {
  const { word, tone } = STATE_WORDS[state];
  const Icon = ICONS[state];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden="true" strokeWidth={2} />
      {word}
    </Badge>
  );
}
