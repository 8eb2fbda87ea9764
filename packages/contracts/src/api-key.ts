import { z } from "zod";
import { Id, text } from "./primitive.ts";

/** Every key begins with it, so that scanners and people know one when they see it. */
export const API_KEY_PREFIX = "pk_";

/** `chat`: send, follow, stop. `read`: every query. `manage`: every other change. None of them makes keys or ends sessions. */
export const ApiKeyScope = z.enum(["chat", "read", "manage"]);
export type ApiKeyScope = z.infer<typeof ApiKeyScope>;

export const CreateApiKeyInput = z.object({
  name: text(60)
    .transform((name) => name.trim())
    .refine((name) => name !== "", "Give the key a name, so that you know it again."),
  scopes: z.array(ApiKeyScope).min(1, "Choose at least one scope.").max(3),
  /** Left out: it does not expire. */
  expiresInDays: z.number().int().min(1).max(3_650).optional(),
});
export type CreateApiKeyInput = z.infer<typeof CreateApiKeyInput>;

export const RevokeApiKeyInput = z.object({ keyId: Id });
export type RevokeApiKeyInput = z.infer<typeof RevokeApiKeyInput>;

/** A key as it is listed: never the key itself. */
export type ApiKey = {
  id: string;
  name: string;
  /** The first characters, to tell keys apart: "pk_3fA9…". */
  hint: string;
  scopes: ApiKeyScope[];
  createdAt: Date;
  expiresAt: Date | null;
  /** To the minute. */
  lastUsedAt: Date | null;
};
/** `key` is shown this once; only its hash is kept. */
export type NewApiKey = ApiKey & { key: string };
