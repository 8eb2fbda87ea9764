import type { QueryClient, QueryKey } from "@tanstack/react-query";

/**
 * Asks the server again for what a change made stale. A read that is on its way is begun anew; React Query does not do
 * that with the very first one of a query, so what it brings is asked for once more.
 */
export async function askAgain(queryClient: QueryClient, queryKey: QueryKey): Promise<void> {
  const first = queryClient
    .getQueryCache()
    .findAll({ queryKey, fetchStatus: "fetching" })
    .filter(({ state }) => state.data === undefined);
  await queryClient.invalidateQueries({ queryKey });
  if (first.length > 0) await queryClient.invalidateQueries({ predicate: (query) => first.includes(query) });
}
