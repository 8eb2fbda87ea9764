import type { ProactiveDesk } from "../../integration/proactive/ledger/proactive-desk.ts";
import { key, type MemoryTransaction, type ProactiveRow } from "../memory-tables.ts";
import { memoryMessages } from "../memory-messages.ts";
import { asSettled, memoryProactiveRows } from "./memory-proactive-rows.ts";
import { memoryProactiveSets } from "./memory-proactive-sets.ts";

export function memoryProactiveDesk(tx: MemoryTransaction): ProactiveDesk {
  const { tables, leaseNow } = tx;
  const ledger = memoryProactiveRows(tx);
  const taken = () => ({ takenAt: new Date(leaseNow()) });
  const lapsed = (state: ProactiveRow["state"], limit: number) =>
    ledger
      .rows()
      .filter((row) => row.state === state && row.leaseUntil !== null && row.leaseUntil <= leaseNow())
      .sort((a, b) => (a.leaseUntil ?? 0) - (b.leaseUntil ?? 0))
      .slice(0, limit);
  const sendOf = ({ id, attempts }: ProactiveRow) =>
    [...tables.telegramSends.values()].find(({ dedupeKey }) => dedupeKey === `proactive:${id}:${attempts}`);

  return {
    ...memoryProactiveSets(tx),
    async listPeople({ hour, after, limit, near }) {
      const of = <Row extends { userId: string }>(rows: Map<string, Row>, userId: string) =>
        [...rows.values()].filter((row) => row.userId === userId);
      const read = [...tables.proactiveSettings]
        .filter(([userId, { optedInAt }]) => optedInAt !== null && (after === null || userId > after))
        .filter(([userId]) => !tables.proactiveDecisions.has(key(userId, hour.getTime())))
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .slice(0, limit)
        .map(async ([userId, { zone, snoozedUntil }]) => {
          const due = of(tables.openLoops, userId).filter(({ closed }) => closed === null);
          return {
            ...{ userId, zone, snoozedUntil },
            schedules: of(tables.proactiveSchedules, userId)
              .filter(({ pausedAt }) => pausedAt === null)
              .map(({ weekdays, at }) => ({ weekdays, at })),
            loopDueAt: due.map(({ dueAt }) => dueAt).sort((one, other) => one.getTime() - other.getTime())[0] ?? null,
            lastSaidAt: await memoryMessages(tx, userId).findLastSaidAt(),
          };
        });
      const page = await Promise.all(read);
      const people = page.filter(
        ({ schedules, loopDueAt, lastSaidAt }) =>
          schedules.length > 0 ||
          (loopDueAt !== null && loopDueAt < near.dueBefore) ||
          (lastSaidAt !== null && lastSaidAt >= near.saidSince && lastSaidAt < near.saidBefore),
      );
      return { people, next: page.length < limit ? null : (page.at(-1)?.userId ?? null) };
    },
    async claim({ workerId, leaseSeconds, aloneAfter, limit, userId: whose, reason }) {
      const due = ledger
        .rows()
        .filter(
          (row) => row.state === "scheduled" && row.nextTryAt <= leaseNow() && row.expiresAt.getTime() > leaseNow(),
        )
        .filter(({ userId }) => whose === null || userId === whose)
        .sort((a, b) => a.nextTryAt - b.nextTryAt || (a.id < b.id ? -1 : 1))
        .slice(0, limit);
      const isAlone = (due[0]?.claims ?? 0) >= aloneAfter;
      return due
        .filter(({ claims }, place) => (isAlone ? place === 0 : claims < aloneAfter))
        .map((row) => {
          const [fence, claims, leaseUntil] = [row.fence + 1, row.claims + 1, leaseNow() + leaseSeconds * 1_000];
          const { userId, id, trace } = ledger.move(row, "claimed", reason, { workerId, fence, claims, leaseUntil });
          return { userId, id, workerId, fence, trace };
        });
    },
    async release(owners, reason) {
      const theirs = owners.flatMap((owner) => ledger.owned(owner, "claimed") ?? []);
      for (const row of theirs) ledger.move(row, "scheduled", reason, { claims: row.claims - 1 });
      return theirs.length;
    },
    async expire(limit, reason) {
      return ledger
        .rows()
        .filter((row) => ["candidate", "scheduled"].includes(row.state) && row.expiresAt.getTime() <= leaseNow())
        .sort((a, b) => a.expiresAt.getTime() - b.expiresAt.getTime())
        .slice(0, limit)
        .map((row) => asSettled(ledger.move(row, "expired", reason)));
    },
    async recover({ limit, mostClaims, reasons }) {
      const released = lapsed("claimed", limit).map((row) =>
        row.claims >= mostClaims
          ? ledger.move(row, "dead", reasons.dead)
          : ledger.move(row, "scheduled", reasons.again),
      );
      const lost = lapsed("sending", limit).map((row) => {
        ledger.endAttempt(row, { state: "uncertain", errorClass: "lost", reason: reasons.uncertain });
        return ledger.move(row, "uncertain", reasons.uncertain, taken());
      });
      return [...released, ...lost].map(asSettled);
    },
    async settle(owner, end) {
      const row = ledger.owned(owner, "sending");
      if (!row) return null;
      ledger.endAttempt(row, end);
      const sentAs = end.state === "sent" ? { telegramMessageId: end.telegramMessageId } : {};
      const ended = ledger.move(row, end.state, end.reason, { ...sentAs, ...(end.state === "failed" ? {} : taken()) });
      if (end.state !== "failed") return asSettled(ended);
      if (end.afterSeconds === null) return asSettled(ledger.move(ended, "dead", end.reason, { claims: 0 }));
      const nextTryAt = leaseNow() + end.afterSeconds * 1_000;
      return asSettled(ledger.move(ended, "scheduled", end.reason, { nextTryAt, claims: 0 }));
    },
    async cancelUnreachable(userId, reason) {
      const settings = tables.proactiveSettings.get(userId);
      if (!settings?.channels.every((channel) => channel === "telegram")) return 0;
      const open = ledger
        .rows()
        .filter((row) => row.userId === userId && ["candidate", "scheduled", "claimed"].includes(row.state));
      for (const row of open) ledger.move(row, "cancelled", reason);
      return open.length;
    },
    async listOutcomes(limit) {
      return ledger
        .rows()
        .filter((row) => row.state === "sending" && row.leaseUntil === null)
        .flatMap((row) => {
          const send = sendOf(row);
          if (send?.state === "queued" || send?.state === "sending") return [];
          const { userId, id, workerId, fence, attempts } = row;
          const outcome = { state: send?.state ?? ("lost" as const), reason: send?.reason ?? null };
          const telegramMessageId = send?.telegramMessageId ?? null;
          return [{ userId, id, workerId: workerId ?? "", fence, attempts, telegramMessageId, ...outcome }];
        })
        .slice(0, limit);
    },
  };
}
