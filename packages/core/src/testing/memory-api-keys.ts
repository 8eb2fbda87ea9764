import type { ApiKey } from "@procode/contracts";
import { notFound } from "../procode-error.ts";
import type { ApiKeyDirectory, ApiKeyRepository } from "../user/api-key-repository.ts";
import { type ApiKeyRow, alreadyExists, key, type MemoryTransaction } from "./memory-tables.ts";

export function memoryApiKeys({ tables, now }: MemoryTransaction, userId: string): ApiKeyRepository {
  const mine = () => [...tables.apiKeys.values()].filter((row) => row.userId === userId && row.revokedAt === null);
  return {
    list: async () =>
      mine()
        .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1))
        .map(asListed),
    async append(fresh) {
      if (!tables.users.has(userId)) throw notFound("account");
      const rows = [...tables.apiKeys.values()];
      if (rows.some((row) => row.keyHash === fresh.keyHash || row.id === fresh.id)) throw alreadyExists();
      const row: ApiKeyRow = { ...fresh, userId, createdAt: now(), lastUsedAt: null, revokedAt: null };
      tables.apiKeys.set(key(userId, row.id), row);
      return asListed(row);
    },
    async revoke(keyId) {
      const row = mine().find(({ id }) => id === keyId);
      if (row) tables.apiKeys.set(key(userId, keyId), { ...row, revokedAt: now() });
      return row !== undefined;
    },
  };
}

export function memoryApiKeyDirectory({ tables }: MemoryTransaction): ApiKeyDirectory {
  return {
    async findActive(keyHash, now) {
      const row = [...tables.apiKeys.values()].find((candidate) => candidate.keyHash === keyHash);
      if (!row || row.revokedAt !== null || (row.expiresAt !== null && row.expiresAt <= now)) return null;
      const { id: keyId, userId, scopes, lastUsedAt } = row;
      return { keyId, userId, scopes, lastUsedAt };
    },
    async markUsed(userId, keyId, at) {
      const row = tables.apiKeys.get(key(userId, keyId));
      if (row && (row.lastUsedAt === null || row.lastUsedAt < at))
        tables.apiKeys.set(key(userId, keyId), { ...row, lastUsedAt: at });
    },
  };
}

function asListed({ id, name, hint, scopes, createdAt, expiresAt, lastUsedAt }: ApiKeyRow): ApiKey {
  return { id, name, hint, scopes, createdAt, expiresAt, lastUsedAt };
}
