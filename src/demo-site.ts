/** The invented shop that the demo account watches. The server answers for it itself: its name belongs to nobody (RFC 2606), so no look-up could find it, and nothing leaves the machine. */
import { readFile } from 'node:fs/promises';
import type { SafeResponse } from './crawl/safe-fetch.ts';

const ORIGIN = 'http://postcards.touchstone.example';
export const DEMO_SITE = `${ORIGIN}/`;
export const DEMO_ISSUE = new URL('demo/site/issue.pdf', import.meta.url);

const page = (title: string, body: string): string => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title><link rel="stylesheet" href="/style.css"></head><body><h1>${title}</h1>${body}<p><small>This shop is invented. It is part of Touchstone's demo.</small></p></body></html>`;

const TEXTS: Readonly<Record<string, { readonly type: string; readonly body: string }>> = {
  '/': { type: 'text/html; charset=utf-8', body: page('Postcards and posters', '<p>All our prints. <a href="/posters">Posters</a> · <a href="/about">About us</a></p><p><img src="/banner.jpeg" alt="a bridge" width="620"></p>') },
  '/posters': { type: 'text/html; charset=utf-8', body: page('Posters', '<p><img src="/poster.jpeg" alt="a tower" width="640"></p><p><img src="/elsewhere.jpeg" alt="a landscape"></p><p><a href="/">Home</a></p>') },
  '/about': { type: 'text/html; charset=utf-8', body: page('About us', '<p>We print what we like.</p><p><img src="/unregistered.jpeg" alt="a landscape"></p><p><a href="/">Home</a></p>') },
  '/style.css': { type: 'text/css', body: 'body{font:16px/1.5 sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#222}img{max-width:100%;height:auto}' },
  '/robots.txt': { type: 'text/plain', body: 'User-agent: *\nAllow: /\n' },
};
const PICTURES: ReadonlySet<string> = new Set(['/poster.jpeg', '/banner.jpeg', '/unregistered.jpeg', '/elsewhere.jpeg']);

/** Undefined: another site. */
export async function answerForDemoSite(url: string): Promise<SafeResponse | undefined> {
  const { origin, pathname } = new URL(url);
  if (origin !== ORIGIN) return undefined;
  const text = TEXTS[pathname];
  if (text) return { status: 200, headers: { 'content-type': text.type }, body: Buffer.from(text.body), url };
  if (!PICTURES.has(pathname)) return { status: 404, headers: { 'content-type': 'text/plain' }, body: Buffer.from('there is no such page'), url };
  return { status: 200, headers: { 'content-type': 'image/jpeg' }, body: await readFile(new URL(`demo/site${pathname}`, import.meta.url)), url };
}
