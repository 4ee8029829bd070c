/** Names and paths of the media tree: what is allowed, and how two names are told to be one. */
import { InputError } from '../core/errors.ts';

/** bytes of UTF-8. */
export const MAX_NAME_BYTES = 255;
/** bytes of UTF-8 below the home, slashes included. */
export const MAX_PATH_BYTES = 4096;
/** Below the home. */
export const MAX_LEVELS = 64;
/** Words of the address space itself. */
const RESERVED = new Set(['_move', '_matches']);

/** Characters that are not seen, or that change how others are: C0 and C1, soft hyphen, zero-width, direction marks, joiners, byte order mark, non-characters. */
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb\ufffe\uffff]/u;

/** A place in the tree. */
export interface MediaPath {
  /** Whose home: the name of an account, or its home's. */
  readonly home: string;
  /** As given, below the home; empty: the home itself. */
  readonly names: readonly string[];
}

/** What names are compared by: canonically equivalent ones are one. */
export const keyOf = (name: string): string => name.normalize('NFC');

/** @throws {InputError} with the reason. */
export function checkName(name: string): void {
  const shown = JSON.stringify(name.slice(0, 60));
  const refuse = (reason: string): never => {
    throw new InputError('request/invalid', `the name ${shown} ${reason}`);
  };
  if (name === '') refuse('is empty: a path has no two slashes in a row');
  if (name === '.' || name === '..') refuse('is not allowed');
  if (name.includes('/')) refuse('has a slash, which only divides folders');
  if (!name.isWellFormed() || HIDDEN.test(name)) refuse('has a control character, or one that cannot be seen');
  if (name !== name.trim()) refuse('begins or ends with white space');
  if (RESERVED.has(name)) refuse('is reserved');
  const bytes = Math.max(Buffer.byteLength(name), Buffer.byteLength(keyOf(name)));
  if (bytes > MAX_NAME_BYTES) refuse(`has ${bytes} bytes; the limit is ${MAX_NAME_BYTES}`);
}

/** @param names below the home. @throws {InputError} */
export function checkPath(names: readonly string[]): void {
  for (const name of names) checkName(name);
  checkReach(names.length, lengthOf(names));
}

/** @param levels below the home. @param bytes of the path below the home. @throws {InputError} */
export function checkReach(levels: number, bytes: number): void {
  if (levels > MAX_LEVELS) throw new InputError('request/invalid', `the path has ${levels} levels; the limit is ${MAX_LEVELS}`);
  if (bytes > MAX_PATH_BYTES) throw new InputError('request/invalid', `the path has ${bytes} bytes; the limit is ${MAX_PATH_BYTES}`);
}

/** bytes of a path. */
export function lengthOf(names: readonly string[]): number {
  return names.reduce((sum, name) => sum + Buffer.byteLength(name), Math.max(0, names.length - 1));
}

/** Reads `home/folder/name`, with or without slashes at its ends; names must not be empty. @throws {InputError} */
export function parsePath(text: string): MediaPath {
  return toMediaPath(text.replace(/^\//, '').replace(/\/$/, '').split('/'));
}

/** Reads the part of an address behind `/media/`, where each name is percent-encoded. @throws {InputError} */
export function parseEncodedPath(text: string): MediaPath {
  return toMediaPath(text.replace(/^\//, '').replace(/\/$/, '').split('/').map(decodeName));
}

function toMediaPath([home = '', ...names]: readonly string[]): MediaPath {
  if (home === '') throw new InputError('request/invalid', 'the path does not begin with a home directory');
  checkName(home);
  checkPath(names);
  return { home, names };
}

function decodeName(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw new InputError('request/invalid', `"${text.slice(0, 60)}" is not percent-encoded UTF-8`, {}, { cause });
  }
}

/** Percent-encodes each name. */
export function encodePath(names: readonly string[]): string {
  return names.map((name) => encodeURIComponent(name).replaceAll(/['()*!]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)).join('/');
}
