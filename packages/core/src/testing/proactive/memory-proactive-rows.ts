import type { ProactiveState } from "@procode/contracts";
import { illegalMove, LEGAL_MOVES } from "../../integration/proactive/ledger/legal-moves.ts";
import type { ProactiveEnd, ProactiveSettled } from "../../integration/proactive/ledger/proactive-desk.ts";
import type { ProactiveOwner } from "../../integration/proactive/ledger/proactive-repository.ts";
import { key, type MemoryTransaction, type ProactiveRow } from "../memory-tables.ts";

/** The ledger as both sides of the memory store work with it: no row changes its state but by a legal move, which is noted. */
export function memoryProactiveRows({ tables, leaseNow }: MemoryTransaction) {
  const save = (row: ProactiveRow) => void tables.proactiveMessages.set(key(row.userId, row.id), row);
  const find = (userId: string, id: string) => tables.proactiveMessages.get(key(userId, id));

  function note(row: ProactiveRow, from: ProactiveState | null): void {
    const { userId, id, moves: number, state: to, reason } = row;
    tables.proactiveMoves.set(key(userId, id, number), { userId, id, number, from, to, reason });
  }

  function move(
    row: ProactiveRow,
    to: ProactiveState,
    reason: string,
    change: Partial<ProactiveRow> = {},
  ): ProactiveRow {
    const isLegal = LEGAL_MOVES[row.state].includes(to) && (to !== "read" || row.channel === "web");
    if (!isLegal) throw illegalMove();
    const moved = { ...row, leaseUntil: null, ...change, state: to, reason, moves: row.moves + 1 };
    if (["sent", "responded"].includes(to) && moved.channel === "telegram" && moved.telegramMessageId === null) {
      throw new Error("A message to Telegram is sent only with Telegram's own number.");
    }
    save(moved);
    note(moved, row.state);
    return moved;
  }

  return {
    rows: () => [...tables.proactiveMessages.values()],
    find,
    save,
    note,
    move,
    /** The row while it is in this state and this worker's. */
    owned({ userId, id, workerId, fence }: ProactiveOwner, state: ProactiveState): ProactiveRow | null {
      const row = find(userId, id);
      return row?.state === state && row.workerId === workerId && row.fence === fence ? row : null;
    },
    endAttempt({ userId, id, attempts }: ProactiveRow, end: ProactiveEnd): void {
      const place = key(userId, id, attempts);
      const attempt = tables.proactiveAttempts.get(place);
      const why = end.state === "sent" ? {} : { errorClass: end.errorClass, reason: end.reason };
      if (attempt) tables.proactiveAttempts.set(place, { ...attempt, outcome: end.state, ...why });
    },
    leaseNow,
  };
}

export const asSettled = ({ userId, id, state, messageId }: ProactiveRow): ProactiveSettled => ({
  ...{ userId, id, state, messageId },
});
