"use client";

import type { TelegramStatus } from "@procode/contracts";
import { Page, PageTitle } from "@/components/ui/page.tsx";
import type { Wire } from "@/trpc/wire.ts";
import { ChatSettings } from "./chat-settings.tsx";
import { HelloStep } from "./hello-step.tsx";
import { Blocked, NoBot, OtherBot, StandIn, Unlinked } from "./notices.tsx";
import { OpenStep } from "./open-step.tsx";
import { PhoneExample } from "./phone-example.tsx";
import { StartStep } from "./start-step.tsx";
import { useTelegram } from "./use-telegram.ts";

/** The way into Telegram, told live, and afterwards what holds there. */
export function TelegramPage({ initial }: { initial: Wire<TelegramStatus> }) {
  const { stage, lastLink, kept, openUrl, otherBot, botUsername, create, confirm, refuse, unlink, update } =
    useTelegram(initial);
  const connection = stage?.kind === "connected" || stage?.kind === "blocked" ? stage.connection : null;
  const local = openUrl !== null && !openUrl.startsWith("https://t.me/");
  const steps = stage?.kind !== "no-bot" && stage?.kind !== "unlinked";
  return (
    <Page>
      <PageTitle title="Telegram">
        The same assistant and the same conversations, in a private chat. What you write there stands here, both ways.
      </PageTitle>
      <div className="grid gap-x-12 gap-y-8 xl:grid-cols-[minmax(0,1fr)_344px] xl:items-start">
        <div className="min-w-0">
          {stage?.kind === "no-bot" && <NoBot />}
          {stage?.kind === "unlinked" && (
            <Unlinked
              connecting={create.isPending}
              failure={create.error?.message ?? null}
              onConnect={() => create.mutate()}
            />
          )}
          {stage?.kind === "blocked" && <Blocked botUsername={stage.connection.botUsername} openUrl={openUrl} />}
          {connection && otherBot && <OtherBot botUsername={connection.botUsername} />}
          {steps && (
            <ol>
              <OpenStep
                stage={stage}
                kept={kept}
                botUsername={botUsername}
                usedAt={lastLink?.openedAt ?? null}
                making={create.isPending}
                failure={create.error?.message ?? null}
                onNew={() => create.mutate()}
              />
              <StartStep
                stage={stage}
                link={lastLink}
                confirming={confirm.isPending}
                refusing={refuse.isPending}
                failure={confirm.error?.message ?? refuse.error?.message ?? null}
                onConfirm={(linkId) => confirm.mutate({ linkId })}
                onRefuse={(linkId) => refuse.mutate({ linkId })}
              />
              <HelloStep
                connectedAt={stage?.kind === "connected" ? stage.connection.connectedAt : null}
                botUsername={botUsername}
                openUrl={openUrl}
              />
            </ol>
          )}
          {connection && (
            <ChatSettings
              showReceipt={connection.showReceipt}
              onReceipt={(showReceipt) => update.mutate({ showReceipt })}
              unlinking={unlink.isPending}
              onUnlink={() => unlink.mutate()}
            />
          )}
          {local && <StandIn />}
        </div>
        <PhoneExample showReceipt={connection?.showReceipt ?? true} />
      </div>
    </Page>
  );
}
