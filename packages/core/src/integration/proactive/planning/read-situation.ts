import type { ProactiveChannel, UserContext } from "@procode/contracts";
import type { UserStore } from "../../../ports/store.ts";
import { readContext } from "../../../user/cached-context.ts";
import type { StoredProactiveMessage } from "../ledger/proactive-repository.ts";
import type { Situation } from "./judge.ts";

const DAY_MS = 86_400_000;
const HISTORY_MESSAGES = 20;
const KEPT_DAYS = 14;
const LATEST_HOURS = 48;
/** In which a message counts against caps, weights and novelty: it was written, may have been, or will be. */
const COUNTS = new Set(["scheduled", "claimed", "sending", "sent", "read", "responded", "uncertain"]);

/** All that planning and sending look at about one person, of one moment. `but`: a message that is not to count against itself. */
export async function readSituation(tx: UserStore, cached: UserContext | null, now: Date, but: string | null = null) {
  const since = new Date(now.getTime() - KEPT_DAYS * DAY_MS);
  const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth()));
  const [settings, connection, feedback, recent, spent, conversation] = await Promise.all([
    tx.proactive.getSettings(),
    tx.telegram.findConnection(),
    tx.proactive.listFeedback(since),
    tx.proactive.listSince(since),
    tx.proactive.spentSince(month),
    tx.conversations.findNewest(),
  ]);
  const leaf = conversation?.activeLeafId ?? null;
  const history = leaf === null ? [] : await tx.messages.listPath(leaf, HISTORY_MESSAGES);
  const reachable: ProactiveChannel[] = connection?.state === "active" ? ["telegram", "web"] : ["web"];
  const others = recent.filter(({ id, state }) => id !== but && COUNTS.has(state));
  const situation: Situation = {
    settings,
    reachable,
    feedback: feedback.map(({ topic, kind, givenAt }) => ({ topic, kind, givenMs: givenAt.getTime() })),
    others: others.map((other) => ({ topic: other.topic, atMs: timeOf(other) })),
    spentUsd: Number(spent),
  };
  return {
    situation,
    connection,
    recent,
    history,
    lastActiveAt: conversation?.activeAt ?? null,
    newestMessageId: history.findLast(({ role }) => role === "user")?.id ?? null,
    context: await readContext(tx, cached),
    /** What was written in the last seven days, or is going to be. */
    written: others.filter((other) => timeOf(other) > now.getTime() - 7 * DAY_MS),
    decisions: await tx.proactive.listDecisions(LATEST_HOURS),
    loops: await tx.proactive.listLoops(new Date(now.getTime() + 2 * DAY_MS)),
    schedules: await tx.proactive.listSchedules(),
    preferredModel: (await tx.users.getSettings()).preferredModel,
  };
}

const timeOf = ({ takenAt, scheduledFor }: StoredProactiveMessage): number => (takenAt ?? scheduledFor).getTime();
