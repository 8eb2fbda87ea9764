import { DEFAULT_PROACTIVE_SETTINGS } from "../../integration/proactive/ledger/default-settings.ts";
import type {
  NewProactiveMessage,
  ProactiveRepository,
  StoredProactiveMessage,
} from "../../integration/proactive/ledger/proactive-repository.ts";
import { isGoingOn } from "../../integration/proactive/planning/find-candidates.ts";
import { orderOf } from "../../integration/proactive/planning/judge.ts";
import { notFound } from "../../procode-error.ts";
import { addUsd } from "../memory-money.ts";
import { key, type MemoryTransaction, type ProactiveRow } from "../memory-tables.ts";
import { memoryProactiveRows } from "./memory-proactive-rows.ts";

export function memoryProactive(tx: MemoryTransaction, userId: string): ProactiveRepository {
  const { tables, leaseNow } = tx;
  const ledger = memoryProactiveRows(tx);
  const mine = <Row extends { userId: string }>(rows: Map<string, Row>) =>
    [...rows.values()].filter((row) => row.userId === userId);
  const mustExist = () => {
    if (!tables.users.has(userId)) throw notFound("account");
  };
  const byTime = (one: ProactiveRow, other: ProactiveRow) =>
    other.scheduledFor.getTime() - one.scheduledFor.getTime() || (other.id < one.id ? -1 : 1);

  return {
    getSettings: async () => tables.proactiveSettings.get(userId) ?? DEFAULT_PROACTIVE_SETTINGS,
    lockSettings: async () => tables.proactiveSettings.get(userId) ?? DEFAULT_PROACTIVE_SETTINGS,
    async saveSettings(settings) {
      mustExist();
      const version = (tables.proactiveSettings.get(userId)?.version ?? 0) + 1;
      tables.proactiveSettings.set(userId, { ...settings, version });
      return { ...settings, version };
    },
    listSchedules: async () =>
      mine(tables.proactiveSchedules)
        .sort((a, b) => (a.id < b.id ? -1 : 1))
        .map(({ userId: _, ...schedule }) => schedule),
    async appendSchedule(schedule) {
      mustExist();
      tables.proactiveSchedules.set(key(userId, schedule.id), { ...schedule, pausedAt: null, userId });
    },
    async pauseSchedule(id, pausedAt) {
      const schedule = tables.proactiveSchedules.get(key(userId, id));
      if (schedule) tables.proactiveSchedules.set(key(userId, id), { ...schedule, pausedAt });
      return schedule !== undefined;
    },
    removeSchedule: async (id) => tables.proactiveSchedules.delete(key(userId, id)),
    async appendLoops(loops) {
      mustExist();
      for (const loop of loops) {
        const isKnown = mine(tables.openLoops).some(
          ({ sourceId, kind, dueAt }) =>
            sourceId === loop.sourceId && kind === loop.kind && dueAt.getTime() === loop.dueAt.getTime(),
        );
        if (!isKnown) tables.openLoops.set(key(userId, loop.id), { ...loop, userId, closed: null });
      }
    },
    listLoops: async (before) =>
      mine(tables.openLoops)
        .filter(({ closed, dueAt }) => closed === null && dueAt < before)
        .sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || (a.id < b.id ? -1 : 1))
        .map(({ userId: _, closed: __, ...loop }) => loop),
    async closeLoop(id, at, reason) {
      const loop = tables.openLoops.get(key(userId, id));
      if (!loop || loop.closed) return false;
      tables.openLoops.set(key(userId, id), { ...loop, closed: { at, reason } });
      return true;
    },
    async decide(decision) {
      mustExist();
      const place = key(userId, decision.hour.getTime());
      if (tables.proactiveDecisions.has(place)) return false;
      tables.proactiveDecisions.set(place, { ...decision, userId });
      return true;
    },
    isDecided: async (hour) => tables.proactiveDecisions.has(key(userId, hour.getTime())),
    listDecisions: async (limit) =>
      mine(tables.proactiveDecisions)
        .sort((a, b) => b.hour.getTime() - a.hour.getTime())
        .slice(0, limit)
        .map(({ userId: _, ...decision }) => decision),
    async spentSince(since) {
      const calls = new Set([
        ...mine(tables.proactiveDecisions).flatMap(({ hour, generationId }) => (hour >= since ? [generationId] : [])),
        ...mine(tables.conversationAnalyses).flatMap((one) => (one.analysedAt >= since ? [one.generationId] : [])),
      ]);
      return addUsd(
        ...mine(tables.responses)
          .filter(({ generationId }) => calls.has(generationId))
          .map(({ costUsd }) => costUsd ?? "0"),
      );
    },
    async costOf(generationId) {
      const costs = mine(tables.responses)
        .filter((row) => row.generationId === generationId)
        .flatMap(({ costUsd }) => costUsd ?? []);
      return costs.length > 0 ? addUsd(...costs) : null;
    },
    async append(message) {
      mustExist();
      if (mine(tables.proactiveMessages).some((other) => isForTheSame(other, message))) return false;
      const nextTryAt = message.scheduledFor.getTime();
      const row: ProactiveRow = { ...message, ...NEW, trace: message.trace ?? null, userId, nextTryAt };
      ledger.save(row);
      ledger.note(row, null);
      return true;
    },
    async findById(id) {
      const row = ledger.find(userId, id);
      return row ? asMessage(row) : null;
    },
    async findByMessage(messageId) {
      const row = mine(tables.proactiveMessages).find((one) => one.messageId === messageId);
      return row ? asMessage(row) : null;
    },
    listSince: async (since) =>
      mine(tables.proactiveMessages)
        .filter(({ scheduledFor }) => scheduledFor >= since)
        .sort(byTime)
        .map(asMessage),
    async move(id, to, reason) {
      const row = ledger.find(userId, id);
      if (!row) throw notFound("message");
      ledger.move(row, to, reason);
    },
    async defer(owner, until, reason) {
      const row = ledger.owned({ ...owner, userId }, "claimed");
      if (row) ledger.move(row, "scheduled", reason, { nextTryAt: until.getTime(), scheduledFor: until, claims: 0 });
      return row !== null;
    },
    async suppress(owner, to, reason) {
      const row = ledger.owned({ ...owner, userId }, "claimed");
      if (row) ledger.move(row, to, reason);
      return row !== null;
    },
    async begin(owner, handOver, reason) {
      const row = ledger.owned({ ...owner, userId }, "claimed");
      if (!row) return null;
      const attempt = row.attempts + 1;
      const leaseUntil = handOver.channel === "telegram" ? null : row.leaseUntil;
      ledger.move(row, "sending", reason, { ...handOver, attempts: attempt, leaseUntil });
      const open = { channel: handOver.channel, outcome: "open", errorClass: null, reason: null } as const;
      tables.proactiveAttempts.set(key(userId, row.id, attempt), { ...open, userId, id: row.id, attempt });
      return attempt;
    },
    async arrive(owner, reason) {
      const row = ledger.owned({ ...owner, userId }, "sending");
      if (row?.channel !== "web") return false;
      ledger.endAttempt(row, { state: "sent", telegramMessageId: null, reason });
      ledger.move(row, "sent", reason, { takenAt: new Date(leaseNow()) });
      return true;
    },
    async cancelOpen(reason) {
      const open = mine(tables.proactiveMessages).filter(({ state }) =>
        ["candidate", "scheduled", "claimed"].includes(state),
      );
      for (const row of open) ledger.move(row, "cancelled", reason);
      return open.length;
    },
    listMoves: async (id) =>
      mine(tables.proactiveMoves)
        .filter((row) => row.id === id)
        .sort((a, b) => a.number - b.number)
        .map(({ number, from, to, reason }) => ({ number, from, to, reason })),
    listAttempts: async (id) =>
      mine(tables.proactiveAttempts)
        .filter((row) => row.id === id)
        .sort((a, b) => a.attempt - b.attempt)
        .map(({ userId: _, id: __, ...attempt }) => attempt),
    async appendFeedback({ id, ...feedback }) {
      if (!ledger.find(userId, feedback.proactiveId)) throw notFound("message");
      const place = key(userId, feedback.proactiveId, feedback.kind);
      if (tables.proactiveFeedback.has(place)) return false;
      tables.proactiveFeedback.set(place, { ...feedback, userId, id });
      return true;
    },
    removeFeedback: async ({ proactiveId, kind }) => tables.proactiveFeedback.delete(key(userId, proactiveId, kind)),
    listFeedback: async (since) =>
      mine(tables.proactiveFeedback)
        .filter(({ givenAt }) => givenAt >= since)
        .sort((a, b) => a.givenAt.getTime() - b.givenAt.getTime() || (a.id < b.id ? -1 : 1))
        .map(({ userId: _, id: __, ...feedback }) => feedback),
  };
}

function asMessage({
  userId: _,
  moves: __,
  workerId: ___,
  leaseUntil: ____,
  nextTryAt: _____,
  trace: ______,
  ...row
}: ProactiveRow): StoredProactiveMessage {
  return row;
}

/** Two that the database takes for one: what was ordered for one minute and goes on, and what nobody asked for in one hour. */
function isForTheSame(one: ProactiveRow, other: NewProactiveMessage): boolean {
  if (one.slot.getTime() !== other.slot.getTime() || isOrdered(one) !== isOrdered(other)) return false;
  return !isOrdered(one) || (isGoingOn(one) && sourceOf(one) === sourceOf(other));
}

const isOrdered = ({ rule }: NewProactiveMessage): boolean => orderOf(rule, 0) !== null;
const sourceOf = ({ rule, loopId, facts }: NewProactiveMessage): string | null =>
  loopId ?? (rule === "schedule" ? (facts[0]?.id ?? null) : null);

const NEW = {
  state: "candidate",
  moves: 0,
  claims: 0,
  attempts: 0,
  workerId: null,
  fence: 0,
  leaseUntil: null,
  channel: null,
  conversationId: null,
  messageId: null,
  telegramMessageId: null,
  takenAt: null,
} as const;
