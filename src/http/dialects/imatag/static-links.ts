/** `/<n>,<token>`: files at addresses that are their own permission; previews, thumbnails, uploads. The token is derived from the number. */
import { createHmac } from 'node:crypto';
import type { LinkRow } from '../../../store/links.ts';
import type { Store } from '../../../store/store.ts';
import { sameText } from '../../auth.ts';
import { serverSecret } from '../../server-secret.ts';
import type { HttpServices } from '../../services.ts';

/** Path of a static link: a number and 128 bits. */
export const LINK_PATH = /^\/(\d{1,15}),([0-9a-f]{32})$/;

async function tokenOf(id: number, store: Store): Promise<string> {
  return createHmac('sha256', await serverSecret(store)).update(`static:${id}`).digest('hex').slice(0, 32);
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
