/** Append-only: what happened to an account. Never a secret, never a person's words. */
export interface AuditLog {
  append(entry: { action: string; address?: string; details?: Record<string, string> }): Promise<void>;
}
