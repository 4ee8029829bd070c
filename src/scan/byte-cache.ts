/** A bounded memory of one thread: what was used longest ago goes first. */

export interface ByteCache<V> {
  get(key: string): V | undefined;
  /** Keeps a value of this many bytes; it stays even where it alone passes the bound, until the next one comes. */
  keep(key: string, value: V, bytes: number): void;
}

/** @param capacity bytes kept in all. */
export function byteCache<V>(capacity: number): ByteCache<V> {
  const kept = new Map<string, { readonly value: V; readonly bytes: number }>();
  let held = 0;
  return {
    get(key) {
      const known = kept.get(key);
      if (!known) return undefined;
      kept.delete(key);
      kept.set(key, known);
      return known.value;
    },
    keep(key, value, bytes) {
      held += bytes - (kept.get(key)?.bytes ?? 0);
      kept.delete(key);
      kept.set(key, { value, bytes });
      for (const [oldest, { bytes: freed }] of kept) {
        if (held <= capacity || oldest === key) break;
        kept.delete(oldest);
        held -= freed;
      }
    },
  };
}
