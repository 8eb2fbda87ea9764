import type { ProactiveChannel, UserContext } from "@procode/contracts";
import type { UserStore } from "../../../ports/store.ts";
import { readContext } from "../../../user/cached-context.ts";
import type { StoredProactiveMessage } from "../ledger/proactive-repository.ts";
import type { Situation } from "./judge.ts";

const DAY_MS = 86_400_000;
const HISTORY_MESSAGES = 20;
const KEPT_DAYS = 14;
const LATEST_HOURS = 48;
const LOOPS_WITHIN_MS = 2 * DAY_MS;
/** In which a message counts against caps, weights and novelty: it was written, may have been, or will be. */
const WAITS = new Set(["scheduled", "claimed"]);
const COUNTS = new Set(["scheduled", "claimed", "sending", "sent", "read", "responded", "uncertain"]);

/**
 * All that planning and sending look at about one person, of one moment. `about`: the message that is about to be sent, which
 * counts not against itself; of those that wait like it only the ones before it do, so that two never hold each other back.
 * `hasEmail`: whether this process may send letters. `horizonMs`: how far ahead loops are looked for.
 */
export async function readSituation(
  tx: UserStore,
  {
    cached,
    now,
    hasEmail,
    about = null,
    horizonMs = LOOPS_WITHIN_MS,
  }: {
    cached: UserContext | null;
    now: Date;
    hasEmail: boolean;
    about?: StoredProactiveMessage | null;
    horizonMs?: number;
  },
) {
  const { since, month, mostDecisions, loopsBefore } = windowsAt(now, horizonMs);
  const [settings, connection, feedback, recent, spent, newest, talk, lastSaidAt, isConfirmed] = await Promise.all([
    tx.proactive.getSettings(),
    tx.telegram.findConnection(),
    tx.proactive.listFeedback(since),
    tx.proactive.listSince(since),
    tx.proactive.spentSince(month),
    tx.conversations.findNewest(),
    // What was written unasked to the web is a conversation of its own, in which nothing was said by them.
    tx.conversations.findLastWritten(),
    tx.messages.findLastSaidAt(),
    hasEmail && tx.users.isEmailConfirmed(),
  ]);
  const leaf = (talk ?? newest)?.activeLeafId ?? null;
  const history = leaf === null ? [] : await tx.messages.listPath(leaf, HISTORY_MESSAGES);
  const reachable: ProactiveChannel[] = ["web"];
  if (connection?.state === "active") reachable.push("telegram");
  // To an address that is not confirmed nothing goes, whatever was chosen before that was asked for.
  if (isConfirmed) reachable.push("email");
  const others = recent.filter((one) => counts(one) && !(about && isBehind(one, about)));
  const situation: Situation = {
    settings,
    reachable,
    feedback: feedback.map(({ topic, kind, givenAt }) => ({ topic, kind, givenMs: givenAt.getTime() })),
    others: others.map((other) => asOther(other, now)),
    spentUsd: Number(spent),
  };
  return {
    situation,
    connection,
    recent,
    history,
    lastSaidAt,
    newestMessageId: history.findLast(({ role }) => role === "user")?.id ?? null,
    context: await readContext(tx, cached),
    /** What was written in the last seven days, or is going to be. */
    written: others.filter((other) => timeOf(other, now) > now.getTime() - 7 * DAY_MS),
    decisions: await tx.proactive.listDecisions(mostDecisions),
    loops: await tx.proactive.listLoops(loopsBefore),
    /** Those that go on. */
    schedules: (await tx.proactive.listSchedules()).filter(({ pausedAt }) => pausedAt === null),
    preferredModel: (await tx.users.getSettings()).preferredModel,
  };
}

/** How far back and ahead planning and sending look. */
export function windowsAt(now: Date, horizonMs: number = LOOPS_WITHIN_MS) {
  return {
    since: new Date(now.getTime() - KEPT_DAYS * DAY_MS),
    month: new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth())),
    loopsBefore: new Date(now.getTime() + horizonMs),
    mostDecisions: LATEST_HOURS,
  };
}

/** What caps, weights and slots are counted by, where nothing is about to be sent. */
export const othersOf = (recent: readonly Timed[], now: Date): Situation["others"] =>
  recent.filter(counts).map((other) => asOther(other, now));

/** Of what was or may have been sent only: what waits like it goes in the same letter, which comes once. */
export const othersBesideLetter = (recent: readonly StoredProactiveMessage[], now: Date): Situation["others"] =>
  othersOf(
    recent.filter(({ state }) => !WAITS.has(state)),
    now,
  );

type Timed = Pick<StoredProactiveMessage, "topic" | "state" | "takenAt" | "scheduledFor">;
const counts = ({ state }: Pick<StoredProactiveMessage, "state">): boolean => COUNTS.has(state);
const asOther = (other: Timed, now: Date) => ({ topic: other.topic, atMs: timeOf(other, now) });

/** Whether it is the same one, or waits and comes later. */
function isBehind(one: StoredProactiveMessage, about: StoredProactiveMessage): boolean {
  if (one.id === about.id) return true;
  if (!WAITS.has(one.state)) return false;
  const later = one.scheduledFor.getTime() - about.scheduledFor.getTime();
  return later > 0 || (later === 0 && one.id > about.id);
}

/** What is on its way arrives about now, however long ago it was meant to: after an outage nothing else comes in the same hour. */
const timeOf = ({ state, takenAt, scheduledFor }: Omit<Timed, "topic">, now: Date): number =>
  (takenAt ?? (state === "sending" ? now : scheduledFor)).getTime();
