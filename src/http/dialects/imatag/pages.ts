/** Collections in pages. A cursor names the last object seen, not a number of objects, so that each is visited once while others are added. */
import { createHmac } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { InputError } from '../../../core/errors.ts';
import type { HttpServices } from '../../services.ts';
import { sameText } from '../../auth.ts';
import { queryOf } from './body.ts';
import { readInteger, readText } from './parameters.ts';

/** What an object is sorted by, in the order of the collection; the last one is unique. */
export type Key = readonly (string | number)[];

export interface Slice {
  /** Objects, at most. */
  readonly limit: number;
  /** Only objects behind this one, in the direction of the slice; absent: from the start. */
  readonly from?: Key;
  /** Against the order of the collection, nearest first. */
  readonly backwards: boolean;
}

export interface Collection<T> {
  /** Names the collection and its owner: a cursor of another one is refused. */
  readonly scope: string;
  count(): Promise<number>;
  load(slice: Slice): Promise<readonly T[]>;
  keyOf(object: T): Key;
}

export interface Page<T> {
  readonly count: number;
  readonly next: string | null;
  readonly previous: string | null;
  readonly objects: readonly T[];
}

const DEFAULT_SIZE = 100;
const MAX_SIZE = 1000;

interface Cursor {
  readonly from: Key;
  readonly backwards: boolean;
}

/** @throws {InputError} a page size out of range, a cursor that we did not make for this collection. */
export async function readPage<T>(request: FastifyRequest, services: Pick<HttpServices, 'store' | 'baseUrl'>, collection: Collection<T>): Promise<Page<T>> {
  const { values } = queryOf(request);
  const size = readInteger(values, 'page_size', { min: 1, max: MAX_SIZE }) ?? DEFAULT_SIZE;
  const secret = await services.store.settings.secret();
  const text = readText(values, 'cursor');
  const cursor = text === undefined ? undefined : openCursor(text, collection.scope, secret);
  const backwards = cursor?.backwards ?? false;

  const [count, loaded] = await Promise.all([collection.count(), collection.load({ limit: size + 1, backwards, ...(cursor ? { from: cursor.from } : {}) })]);
  const more = loaded.length > size;
  const objects = backwards ? loaded.slice(0, size).toReversed() : loaded.slice(0, size);
  const link = (object: T | undefined, direction: boolean): string | null =>
    object === undefined ? null : addressOf(request, services.baseUrl(), sealCursor({ from: collection.keyOf(object), backwards: direction }, collection.scope, secret));
  return {
    count, objects,
    next: backwards || more ? link(objects.at(-1), false) : null,
    previous: (backwards && more) || (!backwards && cursor) ? link(objects[0], true) : null,
  };
}

/** The same address with another cursor. */
function addressOf({ url }: FastifyRequest, baseUrl: string, cursor: string): string {
  const [path = '', query = ''] = url.split('?');
  const parameters = new URLSearchParams(query);
  parameters.set('cursor', cursor);
  return `${baseUrl}${path}?${parameters}`;
}

function sealCursor({ from, backwards }: Cursor, scope: string, secret: string): string {
  const body = Buffer.from(JSON.stringify([backwards ? 1 : 0, ...from])).toString('base64url');
  return `${body}.${sign(body, scope, secret)}`;
}

function openCursor(text: string, scope: string, secret: string): Cursor {
  const [body = '', signature = '', ...rest] = text.split('.');
  if (rest.length > 0 || !sameText(signature, sign(body, scope, secret))) {
    throw new InputError('request/invalid', 'the cursor is not one of this collection; start again without it');
  }
  const [backwards, ...from] = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as [number, ...(string | number)[]];
  return { from, backwards: backwards === 1 };
}

function sign(body: string, scope: string, secret: string): string {
  return createHmac('sha256', secret).update(`cursor:${scope}:${body}`).digest('base64url').slice(0, 22); // 132 bit
}
