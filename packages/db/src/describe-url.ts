/** Host, port and database of a connection string, without its user and password. */
export function describeUrl(url: string): string {
  const parsed = URL.parse(url);
  if (!parsed) return "an address that is no URL";
  return `${parsed.hostname || "localhost"}:${parsed.port || "5432"}${parsed.pathname}`;
}
