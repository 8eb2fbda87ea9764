import { Profile, type UserContext, UserSettings } from "@procode/contracts";
import { notFound, type UserRepository } from "@procode/core";
import { sql } from "./sql.ts";
import type { Transaction } from "./transaction.ts";

type ContextRow = { profileCipher: string | null; version: number; updatedAt: Date | null };
const PROFILE = "profile";
const EMPTY: ContextRow = { profileCipher: null, version: 0, updatedAt: null };

export function prismaUsers(tx: Transaction, userId: string): UserRepository {
  const open = ({ profileCipher, version, updatedAt }: ContextRow): UserContext => ({
    profile: Profile.parse(
      profileCipher === null ? {} : JSON.parse(tx.cipher.decrypt(profileCipher, { userId, field: PROFILE })),
    ),
    version,
    updatedAt,
  });
  async function findContext(lock: boolean): Promise<UserContext> {
    const statement = sql`SELECT profile_cipher AS "profileCipher", version, updated_at AS "updatedAt"
      FROM user_contexts WHERE user_id = ${userId}::uuid`;
    const [row] = await tx.rows<ContextRow>(lock ? sql`${statement} FOR UPDATE` : statement);
    return open(row ?? EMPTY);
  }
  async function getSettings(): Promise<UserSettings> {
    const [row] = await tx.rows<UserSettings>(sql`SELECT theme, density, preferred_model AS "preferredModel"
      FROM user_settings WHERE user_id = ${userId}::uuid`);
    if (!row) throw notFound("account");
    return row;
  }
  return {
    async getAccount() {
      const row = await tx.prisma().user.findUnique({ where: { id: userId }, include: { settings: true } });
      if (!row?.settings) throw notFound("account");
      const { id, email, name, createdAt, emailConfirmedAt } = row;
      return {
        id,
        email,
        name,
        role: row.role === "admin" ? "admin" : "user",
        createdAt,
        emailConfirmedAt,
        settings: UserSettings.parse(row.settings),
      };
    },
    async updateAccount({ name }) {
      const { count } = await tx.prisma().user.updateMany({ where: { id: userId }, data: { name } });
      if (count === 0) throw notFound("account");
    },
    async isEmailConfirmed() {
      const [row] = await tx.rows<{ isConfirmed: boolean }>(
        sql`SELECT email_confirmed_at IS NOT NULL AS "isConfirmed" FROM users WHERE id = ${userId}::uuid`,
      );
      return row?.isConfirmed ?? false;
    },
    async saveEmailConfirmation({ tokenHash, createdAt, expiresAt }) {
      await tx.count(sql`INSERT INTO email_confirmations (user_id, token_hash, created_at, expires_at)
        VALUES (${userId}::uuid, ${tokenHash}, ${createdAt}, ${expiresAt})
        ON CONFLICT (user_id) DO UPDATE SET token_hash = excluded.token_hash, created_at = excluded.created_at, expires_at = excluded.expires_at`);
    },
    getSettings,
    async updateSettings(change) {
      const { count } = await tx.prisma().userSettings.updateMany({ where: { userId }, data: change });
      if (count === 0) throw notFound("account");
      return getSettings();
    },
    getContext: () => findContext(false),
    lockContext: () => findContext(true),
    async findContextBeside(known) {
      const [row] = await tx.rows<ContextRow>(sql`
        SELECT CASE WHEN version <> ${known}::int THEN profile_cipher END AS "profileCipher", version, updated_at AS "updatedAt"
        FROM user_contexts WHERE user_id = ${userId}::uuid`);
      const { version } = row ?? EMPTY;
      return version === known ? null : open(row ?? EMPTY);
    },
    async saveContext(profile) {
      const cipher = tx.cipher.encrypt(JSON.stringify(profile), { userId, field: PROFILE });
      const [row] = await tx.rows<ContextRow>(sql`UPDATE user_contexts
        SET profile_cipher = ${cipher}, version = version + 1, updated_at = ${tx.now()}
        WHERE user_id = ${userId}::uuid
        RETURNING profile_cipher AS "profileCipher", version, updated_at AS "updatedAt"`);
      if (!row) throw notFound("account");
      return open(row);
    },
  };
}
