export interface Ids {
  /** A new UUIDv7: ids of one process sort in the order they were made. */
  next(): string;
  /** `bytes` random bytes as base64url, for secrets. */
  secret(bytes: number): string;
}
