type Fields = Record<string, unknown>;

/** Structured, one line an entry. Secrets are redacted beneath; a person's words are never passed in. */
export interface Log {
  debug(message: string, fields?: Fields): void;
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
  child(fields: Fields): Log;
}
