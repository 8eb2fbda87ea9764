import { isBehindPgBouncer } from "./is-behind-pgbouncer.ts";

const MOST_NAMES = 500;

/**
 * Names statements, so that a connection plans each of ours once. A text past the 500th stays unnamed: the texts are
 * few, and a server keeps every name of every connection. With `?pgbouncer=true` in the address nothing is named.
 */
export function createStatementNames(url: string): (sql: string) => string | undefined {
  if (isBehindPgBouncer(url)) return () => undefined;
  const names = new Map<string, string>();
  return (sql) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (names.size >= MOST_NAMES) return undefined;
    const name = `procode_${names.size}`;
    names.set(sql, name);
    return name;
  };
}
