/** While work under a key is under way, asking for the same key waits for it instead of starting it again. */
export type SingleFlight = <T>(key: string, work: () => Promise<T>) => Promise<T>;

export function createSingleFlight(): SingleFlight {
  const flights = new Map<string, Promise<unknown>>();
  return <T>(key: string, work: () => Promise<T>) => {
    const flying = flights.get(key);
    if (flying) return flying as Promise<T>;
    const flight = work().finally(() => flights.delete(key));
    flights.set(key, flight);
    return flight;
  };
}
