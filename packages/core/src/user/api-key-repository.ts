import type { ApiKey, ApiKeyScope } from "@procode/contracts";

export type NewStoredKey = {
  id: string;
  name: string;
  hint: string;
  keyHash: string;
  scopes: ApiKeyScope[];
  expiresAt: Date | null;
};

/** The person's keys that were not revoked. */
export interface ApiKeyRepository {
  /** Newest first. */
  list(): Promise<ApiKey[]>;
  append(key: NewStoredKey): Promise<ApiKey>;
  /** False when it was not living. */
  revoke(keyId: string): Promise<boolean>;
}

/** Keys before it is known who asks. */
export interface ApiKeyDirectory {
  /** Null when unknown, revoked or expired. One statement. */
  findActive(
    keyHash: string,
    now: Date,
  ): Promise<{ keyId: string; userId: string; scopes: ApiKeyScope[]; lastUsedAt: Date | null } | null>;
  markUsed(userId: string, keyId: string, at: Date): Promise<void>;
}
