/** `/<n>,<token>`: files at addresses that are their own permission; previews, thumbnails, uploads. The token is derived from the number. */
import { createHmac } from 'node:crypto';
import type { LinkRow } from '../../../store/links.ts';
import type { Store } from '../../../store/store.ts';
import { sameText } from '../../auth.ts';
import type { HttpServices } from '../../services.ts';

/** Path of a static link: a number and 128 bits. */
export const LINK_PATH = /^\/(\d{1,15}),([0-9a-f]{32})$/;

const secrets = new WeakMap<Store, Promise<string>>();

function secretOf(store: Store): Promise<string> {
  const known = secrets.get(store);
  if (known) return known;
  const fresh = store.settings.secret();
  secrets.set(store, fresh);
  fresh.catch(() => secrets.delete(store));
  return fresh;
}

async function tokenOf(id: number, store: Store): Promise<string> {
  return createHmac('sha256', await secretOf(store)).update(`static:${id}`).digest('hex').slice(0, 32);
}

/** Absolute address of a link. */
export async function linkUrl(id: number, { store, baseUrl }: Pick<HttpServices, 'store' | 'baseUrl'>): Promise<string> {
  return `${baseUrl()}/${id},${await tokenOf(id, store)}`;
}

/** The link at a path; undefined: not one of ours, deleted, or past its end. */
export async function linkAt(path: string, { store, clock }: Pick<HttpServices, 'store' | 'clock'>): Promise<LinkRow | undefined> {
  const [, id, token = ''] = LINK_PATH.exec(path) ?? [];
  if (id === undefined || !sameText(token, await tokenOf(Number(id), store))) return undefined;
  return store.links.find(Number(id), clock());
}
