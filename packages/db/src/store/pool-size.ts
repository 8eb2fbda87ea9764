/**
 * How many connections an address asks for with `connection_limit`, as Prisma's addresses do; `otherwise` when it does
 * not say, or says something that is no number of them.
 */
export function poolSize(url: string, otherwise: number): number {
  const asked = Number(URL.parse(url)?.searchParams.get("connection_limit"));
  return Number.isInteger(asked) && asked > 0 ? asked : otherwise;
}
