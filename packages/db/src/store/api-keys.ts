import { type ApiKey, ApiKeyScope } from "@procode/contracts";
import type { ApiKeyDirectory, ApiKeyRepository } from "@procode/core";
import { sql } from "./sql.ts";
import type { Transaction } from "./transaction.ts";

const LISTED = {
  id: true,
  name: true,
  hint: true,
  scopes: true,
  createdAt: true,
  expiresAt: true,
  lastUsedAt: true,
} as const;

export function prismaApiKeys(tx: Transaction, userId: string): ApiKeyRepository {
  const living = { userId, revokedAt: null };
  return {
    async list() {
      const rows = await tx.prisma().apiKey.findMany({
        where: living,
        orderBy: [{ createdAt: "desc" }, { id: "desc" }],
        select: LISTED,
      });
      return rows.map(asListed);
    },
    append: async (key) =>
      asListed(await tx.prisma().apiKey.create({ data: { ...key, userId, createdAt: tx.now() }, select: LISTED })),
    async revoke(id) {
      const { count } = await tx
        .prisma()
        .apiKey.updateMany({ where: { ...living, id }, data: { revokedAt: tx.now() } });
      return count > 0;
    },
  };
}

export function prismaApiKeyDirectory(tx: Transaction): ApiKeyDirectory {
  return {
    async findActive(keyHash, now) {
      const [row] = await tx.rows<NonNullable<Awaited<ReturnType<ApiKeyDirectory["findActive"]>>>>(sql`
        SELECT id AS "keyId", user_id AS "userId", scopes, last_used_at AS "lastUsedAt" FROM api_keys
        WHERE key_hash = ${keyHash} AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ${now})`);
      return row ?? null;
    },
    async markUsed(userId, keyId, at) {
      await tx.count(sql`UPDATE api_keys SET last_used_at = ${at}
        WHERE user_id = ${userId}::uuid AND id = ${keyId}::uuid AND (last_used_at IS NULL OR last_used_at < ${at})`);
    },
  };
}

function asListed(row: Omit<ApiKey, "scopes"> & { scopes: string[] }): ApiKey {
  return { ...row, scopes: row.scopes.map((scope) => ApiKeyScope.parse(scope)) };
}
