/** Keeps the few things made last, so that a page that asks for one thing in many requests makes it once. */

export interface Recent<T> {
  /** Gives what is kept under the key, else makes it; at once only one is made for a key. What failed is not kept. */
  get(key: string, make: () => Promise<T>): Promise<T>;
}

export function keepRecent<T>(max: number): Recent<T> {
  const kept = new Map<string, Promise<T>>();
  return {
    get(key, make) {
      const known = kept.get(key);
      const value = known ?? make();
      kept.delete(key);
      kept.set(key, value); // now the newest
      if (!known) value.catch(() => kept.delete(key));
      const [oldest] = kept.keys();
      if (kept.size > max && oldest !== undefined) kept.delete(oldest);
      return value;
    },
  };
}
