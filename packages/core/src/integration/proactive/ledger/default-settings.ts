import type { ProactiveSettings, QuietHours } from "@procode/contracts";

const NIGHT = { from: "22:00", to: "07:30" };
const NIGHTS: QuietHours = [NIGHT, NIGHT, NIGHT, NIGHT, NIGHT, NIGHT, NIGHT];

/** What holds until a person said something: nothing is sent, and what they are shown first is modest. */
export const DEFAULT_PROACTIVE_SETTINGS: ProactiveSettings = {
  optedInAt: null,
  channels: ["telegram", "web"],
  topics: {},
  quietHours: NIGHTS,
  zone: "UTC",
  caps: { perDay: 2, perWeek: 10 },
  budgetUsd: "1",
  snoozedUntil: null,
  version: 0,
};
