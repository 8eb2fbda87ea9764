import type { AuditLog } from "@procode/core";
import { sql } from "./sql.ts";
import type { Transaction } from "./transaction.ts";

type Entry = { userId: string | null; action: string; address: string | null; details: Record<string, string> };

export function prismaAudit(tx: Transaction, userId: string): AuditLog {
  return {
    append: ({ action, address, details }) =>
      appendAudit(tx, { userId, action, address: address ?? null, details: details ?? {} }),
  };
}

// Not through Prisma's create, which reads the row back: nobody but an operator may read this table.
export async function appendAudit(tx: Transaction, { userId, action, address, details }: Entry): Promise<void> {
  await tx.count(sql`INSERT INTO audit_log (id, user_id, action, address, details, created_at)
    VALUES (${tx.nextId()}::uuid, ${userId}::uuid, ${action}, ${address}, ${JSON.stringify(details)}::jsonb, ${tx.now()})`);
}
