/** Calls of the media routes: bodies as bytes, paths as they are written. */
import { expect } from 'vitest';
import type { Answer } from '../../support/client.ts';
import { encodeJpeg, photo } from '../../support/synthetic.ts';
import type { Client } from '../../support/client.ts';

export interface MediaAnswer extends Record<string, unknown> {
  readonly path: string;
  readonly url: string;
  readonly type: string;
  readonly created: string;
  readonly children: readonly MediaAnswer[];
  readonly count: number;
  readonly next: string | null;
}

/** A small JPEG; another one for each seed. */
export async function picture(seed: number | string, width = 160, height = 120): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await encodeJpeg(photo(seed, width, height), 85));
}

export const MEDIA = '/api/v1/media';
export const FOLDER = 'application/x-directory';

/** PUT of bytes under `/media/…`. */
export async function put(client: Client, path: string, body: Uint8Array | string | undefined, type = 'image/jpeg', headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return client.send('PUT', `${MEDIA}/${path}`, body === undefined ? undefined : new Blob([body as Uint8Array<ArrayBuffer>]), { 'content-type': type, ...headers });
}

/** Path and query of a link in an answer. */
export function addressOf(link: unknown): string {
  const { pathname, search } = new URL(String(link));
  return pathname + search;
}

export const codeOf = (answer: Answer): readonly [number, unknown] => [answer.status, answer.json()['code']];

/** Walks all pages of a folder. */
export async function walk(client: Client, path: string, between: () => Promise<unknown> = async () => {}): Promise<string[]> {
  const seen: string[] = [];
  for (let at: string | null = path; at !== null;) {
    const answer = await client.get(at);
    expect(answer.status).toBe(200);
    const page = answer.json<MediaAnswer>();
    seen.push(...page.children.map((child) => child.path));
    at = page.next === null ? null : addressOf(page.next);
    await between();
  }
  return seen;
}
