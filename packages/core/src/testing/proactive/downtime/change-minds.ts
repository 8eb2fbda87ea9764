import type { ProactiveSettings } from "@procode/contracts";
import { jobContext, type Services } from "../../../context.ts";
import { blockTelegram } from "../../../integration/telegram/linking/block-telegram.ts";
import type { Seeded } from "../../telegram/seeded.ts";
import { DOWNTIME_BOT, type DowntimePerson, ZONES } from "./open-downtime-people.ts";

/** What somebody says in the last moment before all is down, when everything for the next hours is planned; most say nothing. */
export async function changeMinds(
  { services, random }: { services: Services; random: Seeded },
  people: DowntimePerson[],
): Promise<void> {
  const ctx = jobContext(services, "downtime");
  const changes: (() => Partial<ProactiveSettings>)[] = [
    () => ({ optedInAt: null }),
    () => ({ topics: { Tea: "never" } }),
    () => ({ zone: random.pick(ZONES) }),
    () => ({ caps: { perDay: 1, perWeek: 1 } }),
  ];
  for (const person of people) {
    if (random.chance() < 0.6) continue;
    const isBlocking = person.chatId !== null && random.chance() < 0.2;
    const chatId = person.chatId ?? 0;
    if (isBlocking) await blockTelegram(ctx, { botId: DOWNTIME_BOT, chatId });
    else person.settings = { ...person.settings, ...random.pick(changes)() };
    const { settings, userId } = person;
    const rows = await services.store.asUser(userId, async (tx) => {
      await tx.proactive.saveSettings(settings);
      return tx.proactive.listSince(new Date(0));
    });
    person.begun = rows.filter(({ attempts }) => attempts > 0).map(({ text }) => text);
  }
}
