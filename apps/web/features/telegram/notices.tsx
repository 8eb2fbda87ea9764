import { CircleOff, type LucideIcon, Send, Unlink, Unplug } from "lucide-react";
import type { ReactNode } from "react";
import { DemoBadge } from "@/components/ui/badge.tsx";
import { Button, buttonClass } from "@/components/ui/button.tsx";

/** Telegram cannot be connected here: what is missing, and who can set it. */
export function NoBot() {
  return (
    <Notice icon={Unplug} title="No Telegram bot runs with this PROCODE">
      Whoever runs it asks @BotFather in Telegram for a bot, sets{" "}
      <code className="font-mono text-xs">TELEGRAM_BOT_TOKEN</code> and starts it again. Then this page connects your
      account in a minute. Until then everything goes on here and over the API.
    </Notice>
  );
}

export function Blocked({ botUsername, openUrl }: { botUsername: string; openUrl: string | null }) {
  return (
    <Notice
      icon={CircleOff}
      title={`You have blocked @${botUsername} in Telegram`}
      action={
        openUrl && (
          <a href={openUrl} target="_blank" rel="noopener" className={buttonClass({ look: "primary" })}>
            <Send aria-hidden="true" className="size-4" strokeWidth={1.75} />
            Open @{botUsername}
          </a>
        )
      }
    >
      Nothing is sent there until you press Start in that chat again. It is still linked, and your conversations are
      kept.
    </Notice>
  );
}

/** PROCODE was started with the token of another bot since. */
export function OtherBot({ botUsername }: { botUsername: string }) {
  return (
    <Notice icon={Unplug} title={`@${botUsername} does not run here any more`}>
      That chat is still linked, but nothing answers there. Unlink it below, and this page connects the bot that runs
      now.
    </Notice>
  );
}

export function Unlinked({
  connecting,
  failure,
  onConnect,
}: {
  connecting: boolean;
  failure: string | null;
  onConnect: () => void;
}) {
  return (
    <Notice
      icon={Unlink}
      title="Telegram is unlinked"
      action={
        <Button look="primary" busy={connecting} onClick={onConnect}>
          Connect again
        </Button>
      }
    >
      {failure ?? "Nothing is answered there any more. All conversations that began there stay here."}
    </Notice>
  );
}

/** The sandbox speaks for Telegram until there is a token. */
export function StandIn() {
  return (
    <p className="mt-7 rounded-[9px] bg-hover px-3 py-2.5 text-sm text-text-2">
      <DemoBadge /> A stand-in for Telegram runs on this machine, so that you can try it without a bot of your own. For
      the real one, whoever runs this PROCODE sets <code className="font-mono text-xs">TELEGRAM_BOT_TOKEN</code> and
      starts it again.
    </p>
  );
}

function Notice({
  icon: Icon,
  title,
  children,
  action,
}: {
  icon: LucideIcon;
  title: string;
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div
      role="status"
      className="mb-7 flex gap-[11px] rounded-md border border-border bg-surface px-[18px] pt-[15px] pb-4"
    >
      <span className="grid size-[26px] flex-none place-items-center rounded-[8px] bg-warn-soft text-warn">
        <Icon aria-hidden="true" className="size-4" strokeWidth={1.75} />
      </span>
      <div className="min-w-0 grow pt-[3px]">
        <h2 className="text-md font-medium">{title}</h2>
        <p className="mt-1 max-w-[60ch] text-sm text-pretty text-muted">{children}</p>
        {action && <div className="mt-3">{action}</div>}
      </div>
    </div>
  );
}
