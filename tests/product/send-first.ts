import { claimProactive, DEFAULT_PROACTIVE_SETTINGS, sendProactiveTo } from "@procode/core";
import type { TelegramWorld } from "./open-telegram-world.ts";

const HOUR_MS = 3_600_000;

/** A message as the hourly run would have planned it for this minute, sent by the person's own channels; it is day there. */
export async function sendFirst(
  { runtime, job }: Pick<TelegramWorld, "runtime" | "job">,
  userId: string,
  text: string,
) {
  const { store, ids, clock } = runtime.services;
  const now = clock.now();
  const [id, slot] = [ids.next(), new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS)];
  await store.asUser(userId, async ({ proactive }) => {
    const { channels } = await proactive.getSettings();
    const quietHours: typeof DEFAULT_PROACTIVE_SETTINGS.quietHours = [null, null, null, null, null, null, null];
    const wishes = { ...DEFAULT_PROACTIVE_SETTINGS, channels, quietHours, zone: zoneWithAfternoon(now) };
    await proactive.saveSettings({ ...wishes, optedInAt: now });
    await proactive.append({
      ...{ id, slot, reason: "reminder", topic: "Tea", rule: "reminder", text, why: "You asked." },
      ...{ facts: [], model: null, generationId: null, confidence: 90, loopId: null, newestMessageId: null },
      ...{ contextVersion: 0, settingsVersion: 1, plannedAt: now, scheduledFor: now },
      expiresAt: new Date(now.getTime() + HOUR_MS),
    });
    await proactive.move(id, "scheduled", `Planned for ${now.toISOString()}.`);
  });
  await sendProactiveTo(job, { userId, owners: await claimProactive(job, { limit: 10, userId }) });
}

/** A zone in which it is three in the afternoon or a little later: letters go by day. */
function zoneWithAfternoon(now: Date): string {
  const ahead = ((15 - now.getUTCHours() + 36) % 24) - 12;
  return ahead === 0 ? "Etc/GMT" : `Etc/GMT${ahead > 0 ? "-" : "+"}${Math.abs(ahead)}`;
}
