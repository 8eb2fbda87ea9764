/** Whether the address says `?pgbouncer=true`: connections are handed around between transactions, so nothing may be left on one. */
export function isBehindPgBouncer(url: string): boolean {
  return URL.parse(url)?.searchParams.get("pgbouncer") === "true";
}
