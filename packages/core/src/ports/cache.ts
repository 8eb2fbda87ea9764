/** Values are JSON. A cache that is away behaves as an empty one; it never throws. */
export interface Cache {
  get<T>(key: string): Promise<T | null>;
  set<T>(key: string, value: T, ttlSeconds: number): Promise<void>;
  remove(key: string): Promise<void>;
}
