export interface Passwords {
  /** An argon2id hash that names its own cost. At most two run at once; the rest wait, and past the queue's end LIMITED is thrown. */
  hash(password: string): Promise<string>;
  /** False for a wrong password and, after the same work, for a null hash. */
  verify(hash: string | null, password: string): Promise<boolean>;
}
