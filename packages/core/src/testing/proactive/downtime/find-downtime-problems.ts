import type { ProactiveState } from "@procode/contracts";
import { HOUR_MS, hourOf } from "../../../integration/proactive/timing/hour-of.ts";
import { isPunctual, orderOf } from "../../../integration/proactive/planning/judge.ts";
import { isQuiet } from "../../../integration/proactive/timing/quiet-hours.ts";
import { wallAt } from "../../../integration/proactive/timing/wall-clock.ts";
import { TELEGRAM_PACE } from "../../../integration/telegram/pace/telegram-pace.ts";
import type { DowntimePerson } from "./open-downtime-people.ts";
import { DOWNTIME_MOST, type DowntimeRow, type DowntimeRun } from "./run-downtime.ts";

const LET_GO = new Set<ProactiveState>(["expired", "cancelled"]);
const TAKEN = new Set<ProactiveState>(["sent", "read", "responded"]);
const OVER = new Set<ProactiveState>([...LET_GO, ...TAKEN, "uncertain", "dead"]);
const SECOND_MS = 1_000;
/** Two words and a full stop at least. */
const SENTENCE = /^\S+ .*\S\.$/;

/** What an outage must never leave behind, one sentence each; none when every promise was kept. */
export function findDowntimeProblems(run: DowntimeRun): string[] {
  return [
    ...findStorm(run),
    ...findUnpaced(run),
    ...findTwice(run),
    ...(run.decidedAgain > 0 ? [`${run.decidedAgain} hours that were given again long after were decided twice`] : []),
    ...run.rows.last.flatMap((row) => findWrongEnd(run, row)),
    ...run.people.flatMap((person) =>
      findUnwelcome(
        run,
        person,
        run.rows.last.filter(({ userId }) => userId === person.userId),
      ),
    ),
  ];
}

function findStorm({ most }: DowntimeRun): string[] {
  return (["people", "settled", "claimed"] as const)
    .filter((what) => most[what] > DOWNTIME_MOST[what])
    .map((what) => `one pass took ${most[what]} ${what}, of ${DOWNTIME_MOST[what]} that it may`);
}

/** What Telegram allows, in any window of a second for the bot, and of any length for a chat. */
function findUnpaced({ calls }: DowntimeRun): string[] {
  const times = calls.map(({ atMs }) => atMs);
  const { botTokens, chatTokens } = TELEGRAM_PACE;
  const crowded = times.find((from) => times.filter((at) => at >= from && at < from + SECOND_MS).length > botTokens);
  const hasty = [...Map.groupBy(calls, ({ chatId }) => chatId)].filter(([, theirs]) =>
    theirs.some(({ atMs: from }, first) =>
      theirs.slice(first).some(({ atMs }, more) => more + 1 > chatTokens + (atMs - from) / SECOND_MS),
    ),
  );
  return [
    ...(crowded === undefined
      ? []
      : [`more than ${botTokens} calls within a second from ${new Date(crowded).toISOString()} on`]),
    ...hasty.map(([chatId]) => `calls into chat ${chatId} came faster than one a second`),
  ];
}

function findTwice({ calls, inFlight, rows }: DowntimeRun): string[] {
  const again = [...Map.groupBy(calls, ({ text }) => text)].filter(([, times]) => times.length > 1);
  return [
    ...again.map(([text]) => `"${text}" was sent twice`),
    ...inFlight.flatMap((text) => {
      const row = rows.last.find((one) => one.text === text);
      if (calls.some((call) => call.text === text)) return [`"${text}" was on its way before, and was sent again`];
      return row?.state === "uncertain" ? [] : [`"${text}" was on its way before, and is ${row?.state}`];
    }),
  ];
}

function findWrongEnd({ upAt, endAt, rows, calls }: DowntimeRun, row: DowntimeRow): string[] {
  const { text, state, reason, takenAt, expiresAt } = row;
  const problems: string[] = [];
  const isKnown = (known: boolean, problem: string) => void (known || problems.push(`"${text}" ${problem}`));
  isKnown(OVER.has(state) || expiresAt > endAt, `is ${state} at the end`);
  isKnown(SENTENCE.test(reason), `is ${state}, which nobody explains: "${reason}"`);
  isKnown(!TAKEN.has(state) || (takenAt !== null && takenAt < expiresAt), "was sent when its time was over");
  isKnown(
    row.channel !== "telegram" ||
      state !== "sent" ||
      takenAt === null ||
      takenAt < upAt ||
      calls.some((call) => call.text === text),
    "is sent, and Telegram never had it",
  );
  // Missed for good: let go of by the first pass, and not sooner or later.
  const first = rows.first.find(({ id }) => id === row.id);
  const wasOpen = takenAt === null || takenAt >= upAt;
  if (first && wasOpen && state !== "uncertain" && expiresAt <= upAt)
    isKnown(LET_GO.has(first.state), `was over when all was up again, and is ${first.state}`);
  return problems;
}

/** What a person feels of it: a heap, a message in the night, more than they allowed. */
function findUnwelcome(
  { upAt }: DowntimeRun,
  { userId, settings, begun }: DowntimePerson,
  all: DowntimeRow[],
): string[] {
  const { quietHours, zone, caps } = settings;
  const rows = all.filter(({ text }) => !begun.includes(text));
  const wall = (at: Date) => wallAt(zone, at.getTime());
  const sent = rows.flatMap(({ state, takenAt, text, rule, slot }) =>
    TAKEN.has(state) && takenAt ? [{ takenAt, text, order: orderOf(rule, slot.getTime()) }] : [],
  );
  const counted = [
    ...sent.map(({ takenAt, order }) => ({ at: takenAt, isOrdered: order !== null })),
    ...rows.flatMap(({ state, scheduledFor, rule }) =>
      state === "uncertain" ? [{ at: scheduledFor, isOrdered: orderOf(rule, 0) !== null }] : [],
    ),
  ];
  /** What was ordered comes beside the caps, and counts for what nobody asked for. */
  const isOver = (of: (at: Date) => string, cap: number) =>
    counted.some(
      (one) => !one.isOrdered && counted.filter(({ at }) => at <= one.at && of(at) === of(one.at)).length > cap,
    );
  // What comes at its own minute shares its hour with others.
  const inTurn = sent.filter(({ takenAt, order }) => takenAt >= upAt && !isPunctual(order, takenAt.getTime()));
  const after = sent.filter(({ takenAt }) => takenAt >= upAt);
  const most = (times: readonly unknown[]) =>
    Math.max(0, ...[...Map.groupBy(times, (one) => one).values()].map(({ length }) => length));
  const who = `the person ${userId}`;
  const isOff = settings.optedInAt === null || settings.topics["Tea"] === "never";
  const caughtUp = rows.filter(
    ({ plannedAt }) => plannedAt >= upAt && plannedAt.getTime() < upAt.getTime() + HOUR_MS / 2,
  );
  const loops = rows.filter(({ loopId, state }) => loopId !== null && !LET_GO.has(state) && state !== "dead");
  return [
    ...after
      .filter(({ takenAt }) => isQuiet(quietHours, wall(takenAt)))
      .map(({ text }) => `"${text}" came in quiet hours`),
    ...(isOff ? after.map(({ text }) => `"${text}" came to ${who}, who had said no`) : []),
    ...(most(rows.flatMap(slotOf)) > 1 ? [`${who} has two messages for one slot`] : []),
    ...(caughtUp.length > 1 ? [`${who} was caught up ${caughtUp.length} times at once`] : []),
    ...(most(inTurn.map(({ takenAt }) => hourOf(takenAt.getTime()))) > 1
      ? [`${who} had two messages in one hour`]
      : []),
    ...(most(loops.map(({ loopId }) => loopId)) > 1 ? [`${who} was told of one thing twice`] : []),
    ...(isOver((at) => wall(at).date, caps.perDay) ? [`${who} had more than ${caps.perDay} in a day`] : []),
    ...(isOver((at) => wall(at).week, caps.perWeek) ? [`${who} had more than ${caps.perWeek} in a week`] : []),
  ];
}

/** What the database takes once: an hour of what nobody asked for, and of an order that goes on its minute. */
function slotOf({ rule, state, slot, loopId, facts }: DowntimeRow): string[] {
  if (!orderOf(rule, 0)) return [slot.toISOString()];
  return LET_GO.has(state) || state === "dead" ? [] : [`${slot.toISOString()} ${loopId ?? facts[0]?.id}`];
}
