import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";
import { AccountAppearance } from "@/components/account-appearance.tsx";
import { LiveFeed } from "@/components/feed/live-feed.tsx";
import { ShellState } from "@/components/shell/shell-state.tsx";
import { ConversationList } from "@/features/conversations/conversation-list.tsx";
import { Arrivals } from "@/features/proactive/arrivals.tsx";
import { AppShell } from "@/features/shell/app-shell.tsx";
import { SIDEBAR_COOKIE } from "@/features/shell/sidebar-cookie.ts";
import { ServerState } from "@/trpc/provider.tsx";
import { signedIn } from "./signed-in.ts";

export default async function AppLayout({ children }: { children: ReactNode }) {
  const [{ viewer, position }, jar, head] = await Promise.all([signedIn(), cookies(), headers()]);
  const { id, name, email, settings } = viewer;
  return (
    <ServerState>
      <LiveFeed ownerId={id} position={position}>
        <ShellState mac={/Mac|iPhone|iPad/.test(head.get("user-agent") ?? "")}>
          <Arrivals />
          <AccountAppearance theme={settings.theme} density={settings.density} />
          <AppShell
            account={{ name, email }}
            collapsed={jar.get(SIDEBAR_COOKIE)?.value === "rail"}
            conversations={<ConversationList />}
          >
            {children}
          </AppShell>
        </ShellState>
      </LiveFeed>
    </ServerState>
  );
}
