import { z } from "zod";

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
