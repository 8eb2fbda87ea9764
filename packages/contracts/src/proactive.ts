import { z } from "zod";
import { Id, text, Usd } from "./primitive.ts";
import { isTimeZone } from "./user.ts";

/** A time on the clock on the wall, "08:00" to "23:59"; which instant it is depends on the day and the zone. */
export const WallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Write a time as 08:00.");
export type WallTime = z.infer<typeof WallTime>;

/** As ISO counts them: 1 is Monday, 7 is Sunday. */
export const Weekday = z.number().int().min(1).max(7);
export type Weekday = z.infer<typeof Weekday>;

/** From one time to the next one after it, over midnight where `to` is not later; the same time twice is a whole day. */
export const QuietWindow = z.object({ from: WallTime, to: WallTime });
export type QuietWindow = z.infer<typeof QuietWindow>;

/** The quiet window that begins on each weekday, Monday first; null for a day whose evening has none. */
export const QuietHours = z.tuple([
  QuietWindow.nullable(),
  QuietWindow.nullable(),
  QuietWindow.nullable(),
  QuietWindow.nullable(),
  QuietWindow.nullable(),
  QuietWindow.nullable(),
  QuietWindow.nullable(),
]);
export type QuietHours = z.infer<typeof QuietHours>;

/** How often a person may be written to unasked, at most; days and ISO weeks are those of their own zone. */
export const ProactiveCaps = z.object({
  perDay: z.number().int().min(1).max(10),
  perWeek: z.number().int().min(1).max(50),
});
export type ProactiveCaps = z.infer<typeof ProactiveCaps>;

/** What a person ordered for themselves, such as "every weekday at 8, my plan for the day". */
export const OwnSchedule = z.object({
  weekdays: z.array(Weekday).min(1).max(7),
  at: WallTime,
});
export type OwnSchedule = z.infer<typeof OwnSchedule>;

/** In the order of a message's life; `dead`, `cancelled`, `expired`, `uncertain` and `responded` are ends. */
export const ProactiveState = z.enum([
  ...(["candidate", "scheduled", "claimed", "sending", "sent", "read", "responded"] as const),
  ...(["uncertain", "failed", "dead", "cancelled", "expired"] as const),
]);
export type ProactiveState = z.infer<typeof ProactiveState>;

export const ProactiveChannel = z.enum(["telegram", "web", "email"]);
export type ProactiveChannel = z.infer<typeof ProactiveChannel>;

/** What made a message worth thinking of. */
export const ProactiveRule = z.enum(["reminder", "promise", "goal", "schedule", "silence"]);
export type ProactiveRule = z.infer<typeof ProactiveRule>;

/** `rarely`: once in seven days at most, `sometimes`: three times, `often`: as the caps allow, `never`: muted. */
export const TopicWeight = z.enum(["often", "sometimes", "rarely", "never"]);
export type TopicWeight = z.infer<typeof TopicWeight>;

export const Topic = text(60).pipe(z.string().min(1, "Name the topic."));

/** What a person allows PROCODE to write unasked. */
export const ProactiveSettings = z.object({
  /** Null: nothing is ever sent unasked. */
  optedInAt: z.date().nullable(),
  /** In this order; the next one only when the one before can not be used. */
  channels: z.array(ProactiveChannel).max(3),
  /** Topics that are not named weigh `sometimes`. */
  topics: z.record(Topic, TopicWeight),
  quietHours: QuietHours,
  zone: z.string().max(64),
  caps: ProactiveCaps,
  /** What thinking about this person may cost in a month. */
  budgetUsd: Usd,
  snoozedUntil: z.date().nullable(),
  /** Grows at every change. */
  version: z.number().int().nonnegative(),
});
export type ProactiveSettings = z.infer<typeof ProactiveSettings>;

export const FeedbackKind = z.enum(["up", "down", "less"]);
export type FeedbackKind = z.infer<typeof FeedbackKind>;

/** What a message rests on, as its person may see it. */
export const ProactiveFact = z.object({
  kind: z.enum(["message", "profile", "loop", "schedule", "silence"]),
  /** Of the message, loop or schedule. */
  id: z.string().nullable(),
  words: z.string(),
});
export type ProactiveFact = z.infer<typeof ProactiveFact>;

/** Only what is named changes. */
export const UpdateProactiveInput = z
  .object({
    optedIn: z.boolean(),
    channels: z.array(ProactiveChannel).max(3),
    topics: z.record(Topic, TopicWeight).refine((topics) => Object.keys(topics).length <= 50, "At most 50 topics."),
    quietHours: QuietHours,
    zone: z.string().max(64).refine(isTimeZone, "That time zone is not known."),
    caps: ProactiveCaps,
    budgetUsd: Usd.refine((usd) => Number(usd) >= 0 && Number(usd) <= 1_000, "From 0 to 1,000 dollars."),
  })
  .partial();
export type UpdateProactiveInput = z.infer<typeof UpdateProactiveInput>;

/** `tomorrow`: until nine in the morning there. Null ends a snooze. */
export const SnoozeProactiveInput = z.object({ until: z.enum(["three-hours", "tomorrow", "week"]).nullable() });
export type SnoozeProactiveInput = z.infer<typeof SnoozeProactiveInput>;

export const ProactiveIdInput = z.object({ id: Id });
export type ProactiveIdInput = z.infer<typeof ProactiveIdInput>;

/** By the id that it has in the conversation in which it stands. */
export const ReadProactiveInput = z.object({ messageId: Id });
export type ReadProactiveInput = z.infer<typeof ReadProactiveInput>;

/** `less`: the topic of the message weighs one step less from then on. */
export const ProactiveFeedbackInput = z.object({ id: Id, kind: FeedbackKind });
export type ProactiveFeedbackInput = z.infer<typeof ProactiveFeedbackInput>;

export const AddProactiveScheduleInput = OwnSchedule.extend({
  words: text(200).pipe(z.string().min(1, "Write what it is about.")),
  topic: Topic,
});
export type AddProactiveScheduleInput = z.infer<typeof AddProactiveScheduleInput>;

export const PauseProactiveScheduleInput = z.object({ id: Id, paused: z.boolean() });
export type PauseProactiveScheduleInput = z.infer<typeof PauseProactiveScheduleInput>;
