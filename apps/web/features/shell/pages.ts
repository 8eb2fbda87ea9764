import { BellRing, Bookmark, Cpu, type LucideIcon, MessagesSquare, Send, Settings } from "lucide-react";

type Page = { href: string; label: string; icon: LucideIcon };

/** The pages that the sidebar links to. */
export const NAV_PAGES: Page[] = [
  { href: "/context", label: "Context", icon: Bookmark },
  { href: "/proactive", label: "Writes first", icon: BellRing },
  { href: "/models", label: "Models", icon: Cpu },
  { href: "/telegram", label: "Telegram", icon: Send },
  { href: "/settings", label: "Settings", icon: Settings },
];

/** The pages that the palette jumps to. */
export const PALETTE_PAGES: Page[] = [
  { href: "/conversations", label: "Conversations", icon: MessagesSquare },
  ...NAV_PAGES,
];
