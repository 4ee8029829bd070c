/** The server's secret, from which tokens are derived that must be the same each time; read once a process. */
import type { Store } from '../store/store.ts';

const secrets = new WeakMap<Store, Promise<string>>();

export function serverSecret(store: Store): Promise<string> {
  const known = secrets.get(store);
  if (known) return known;
  const fresh = store.settings.secret();
  secrets.set(store, fresh);
  fresh.catch(() => secrets.delete(store));
  return fresh;
}
