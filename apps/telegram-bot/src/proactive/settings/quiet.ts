import type { QuietHours, QuietWindow } from "@procode/contracts";
import { DEFAULT_PROACTIVE_SETTINGS } from "@procode/core";
import { markIf } from "../../command/conversations.ts";
import { type Reply, say } from "../../reply/reply.ts";
import type { Linked } from "../../update/turn.ts";
import type { Words } from "../../words/words.ts";
import { describeQuiet } from "../describe-quiet.ts";
import type { ReadQuiet } from "./wording/read-quiet.ts";
import type { Day, Setting } from "./setting.ts";
import { inRows, settingButton as button } from "./setting-button.ts";

const DAYS: readonly Day[] = ["all", "1", "2", "3", "4", "5", "6", "7"];
const FROM = ["20:00", "21:00", "22:00", "23:00"];
const UNTIL = ["06:00", "07:00", "08:00", "09:00"];
const [NIGHT] = DEFAULT_PROACTIVE_SETTINGS.quietHours;

/** The quiet hours of all evenings or of one, and what they can be; any other hours come as a reply to it. */
export async function showQuiet({ caller }: Linked, words: Words, day: Day = "all"): Promise<Reply> {
  const { quietHours, zone } = (await caller.proactive.settings()).settings;
  const { settings: says, weekdays, back } = words.proactive;
  const windows = windowsOf(quietHours, day);
  const holds = (end: "from" | "to", at: string) => windows.every((window) => window?.[end] === at);
  const isNone = windows.every((window) => window === null);
  const days = DAYS.map((one) =>
    button(markIf(one === day, one === "all" ? says.allDays : (weekdays[Number(one) - 1] ?? one)), {
      of: "hours",
      day: one,
    }),
  );
  const from = FROM.map((at) =>
    button(markIf(holds("from", at), says.from(at)), { of: "from", day, at: at.replace(":", "") }),
  );
  const until = UNTIL.map((at) =>
    button(markIf(holds("to", at), says.until(at)), { of: "until", day, at: at.replace(":", "") }),
  );
  const night = NIGHT ? `${NIGHT.from}–${NIGHT.to}` : "";
  const none = isNone
    ? button(says.quietOn(night), { of: "quiet", day, to: "on" })
    : button(says.quietOff, { of: "quiet", day, to: "off" });
  return say(says.quietIs(describeQuiet(quietHours, words), zone), [
    ...inRows(days, 4),
    from,
    until,
    [none],
    [button(back, { of: "back", from: day })],
  ]);
}

/** One end of a window or all of it, on one evening or on each; the other end stays. */
export async function changeQuiet(
  linked: Linked,
  words: Words,
  change: Setting & { of: "from" | "until" | "quiet" },
): Promise<Reply> {
  await write(linked, [change.day], (before) => {
    if (change.of === "quiet") return change.to === "off" ? null : (before ?? NIGHT);
    const at = `${change.at.slice(0, 2)}:${change.at.slice(2)}`;
    const window = before ?? NIGHT ?? { from: at, to: at };
    return change.of === "from" ? { ...window, from: at } : { ...window, to: at };
  });
  return showQuiet(linked, words, change.day);
}

/** What was said in words. */
export async function setQuiet(linked: Linked, words: Words, read: ReadQuiet): Promise<Reply> {
  if ("zone" in read) {
    await linked.caller.proactive.update({ zone: read.zone });
    return showQuiet(linked, words);
  }
  await write(linked, read.days, () => read.window);
  const [day, ...more] = read.days;
  return showQuiet(linked, words, more.length === 0 ? day : "all");
}

async function write(
  { caller }: Linked,
  days: readonly Day[],
  change: (before: QuietWindow | null) => QuietWindow | null,
): Promise<void> {
  const { quietHours } = (await caller.proactive.settings()).settings;
  const isMeant = (index: number) => days.includes("all") || days.some((day) => Number(day) === index + 1);
  const [mon, tue, wed, thu, fri, sat, sun] = quietHours;
  const next = (window: QuietWindow | null, index: number) => (isMeant(index) ? change(window) : window);
  await caller.proactive.update({
    quietHours: [
      ...([next(mon, 0), next(tue, 1), next(wed, 2), next(thu, 3)] as const),
      ...([next(fri, 4), next(sat, 5), next(sun, 6)] as const),
    ],
  });
}

const windowsOf = (quietHours: QuietHours, day: Day): (QuietWindow | null)[] =>
  day === "all" ? quietHours : [quietHours[Number(day) - 1] ?? null];
