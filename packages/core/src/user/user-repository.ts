import type { Account, Profile, UpdateAccountInput, UserContext, UserSettings } from "@procode/contracts";

/** What is kept of a link: never its token. */
export type EmailConfirmationLink = { tokenHash: string; createdAt: Date; expiresAt: Date };

/** The signed-in person's own row, settings and context. */
export interface UserRepository {
  getAccount(): Promise<Account>;
  updateAccount(change: UpdateAccountInput): Promise<void>;
  isEmailConfirmed(): Promise<boolean>;
  /** Keeps the one link that confirms the address; the one that stood before is over. */
  saveEmailConfirmation(link: EmailConfirmationLink): Promise<void>;
  getSettings(): Promise<UserSettings>;
  updateSettings(change: Partial<UserSettings>): Promise<UserSettings>;
  /** An empty profile at version 0 when nothing was told yet. */
  getContext(): Promise<UserContext>;
  /** The same, or null where it is still `version`, without decrypting anything. */
  findContextBeside(version: number): Promise<UserContext | null>;
  /** Writes the whole profile as the next version, encrypted. The row is locked, so versions never repeat. */
  saveContext(profile: Profile): Promise<UserContext>;
  /** Locks the context row until the transaction ends and returns it. */
  lockContext(): Promise<UserContext>;
}
