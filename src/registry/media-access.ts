/** Which media an account may see, and which it may change: its own, and folders it was granted. What it may not see looks as if it were not there. */
import { AuthError, ConflictError, NotFoundError } from '../core/errors.ts';
import type { AccountRow } from '../store/accounts.ts';
import type { MediumRow, Step } from '../store/media.ts';
import type { Queries } from '../store/store.ts';
import { keyOf, type MediaPath } from './media-path.ts';

/** A medium that the caller may read, with the way to it. */
export interface Located {
  readonly medium: MediumRow;
  /** Whose home it is in. */
  readonly owner: AccountRow;
  /** Home first, the medium itself last. */
  readonly steps: readonly Step[];
}

/** A place where the caller may put something. */
export interface Place {
  readonly owner: AccountRow;
  /** Folders on the way that are there already, home first. */
  readonly folders: readonly Step[];
  /** Names of the folders that are still to be made. */
  readonly missing: readonly string[];
  readonly name: string;
  /** What stands there now. */
  readonly existing: Step | undefined;
}

type Clock = { readonly clock: () => Date };

export const notFound = (): NotFoundError => new NotFoundError('not-found', 'there is no such folder or media, or it is not yours');
const forbidden = (text: string): AuthError => new AuthError('media/forbidden', text);

/** @throws {NotFoundError} */
export async function locate(caller: AccountRow, path: MediaPath, queries: Queries, { clock }: Clock): Promise<Located> {
  const { owner, steps } = await follow(caller, path, queries, clock());
  const medium = steps.at(-1);
  if (!owner || !medium || steps.length <= path.names.length || !mayRead(caller, steps)) throw notFound();
  return { medium, owner, steps };
}

/** By id, for the native API. @throws {NotFoundError} */
export async function locateById(caller: AccountRow, id: number, queries: Queries): Promise<Located> {
  const steps = await queries.media.stepsTo(id, caller.id);
  const medium = steps.at(-1);
  if (!medium || !mayRead(caller, steps)) throw notFound();
  return { medium, owner: medium.account_id === caller.id ? caller : await queries.accounts.get(medium.account_id), steps };
}

/** Refuses what may be seen but not changed: a folder of a read grant, a locked one, a home. @throws {AuthError} `media/forbidden` */
export function requireChangeable(caller: AccountRow, { steps }: Pick<Located, 'steps'>): void {
  if (steps.length === 1) throw forbidden('a home directory cannot be moved or deleted');
  requireWritable(caller, steps.slice(0, -1));
}

/**
 * Where something is put. @throws {AuthError} `media/forbidden`: a home that is not the caller's, a folder that is read-only
 * @throws {ConflictError} the way leads through a file.
 */
export async function locatePlace(caller: AccountRow, path: MediaPath, queries: Queries, { clock }: Clock): Promise<Place> {
  const { owner, steps } = await follow(caller, path, queries, clock());
  const name = path.names.at(-1);
  if (!owner || name === undefined) throw forbidden(owner?.id === caller.id ? 'the home directory itself cannot be replaced' : `"${path.home}" is not your home directory`);
  const existing = steps.length > path.names.length ? steps.at(-1) : undefined;
  const folders = existing ? steps.slice(0, -1) : steps;
  requireWritable(caller, folders, path.home);
  const last = folders.at(-1);
  if (last && last.type !== 'folder') throw new ConflictError('conflict', `"${last.name}" is a ${last.type}, not a folder`);
  return { owner, folders, missing: path.names.slice(folders.length - 1, -1), name, existing };
}

interface Way {
  readonly owner: AccountRow | undefined;
  readonly steps: readonly Step[];
}

async function follow(caller: AccountRow, { home, names }: MediaPath, { accounts, media }: Queries, now: Date): Promise<Way> {
  const owner = await accounts.byHome(home);
  if (!owner) return { owner, steps: [] };
  const keys = names.map(keyOf);
  const steps = await media.walk(owner.id, keys, caller.id);
  if (steps.length > 0 || owner.id !== caller.id) return { owner, steps };
  await media.home(owner.id, owner.name, now);
  return { owner, steps: await media.walk(owner.id, keys, caller.id) };
}

/** @param steps home first. */
function mayRead(caller: AccountRow, steps: readonly Step[]): boolean {
  return steps[0]?.account_id === caller.id || steps.some(({ granted }) => granted !== null);
}

/** Whether what is in the last of these folders may be changed. @throws {AuthError} */
function requireWritable(caller: AccountRow, folders: readonly Step[], home?: string): void {
  if (!mayRead(caller, folders)) throw forbidden(`"${home ?? 'this'}" is not your home directory`);
  const own = folders[0]?.account_id === caller.id;
  if (!own && !folders.some(({ granted }) => granted === 'write')) throw forbidden('this folder was opened to you for reading only');
  if (isLocked(folders)) throw forbidden('this folder can only be read');
}

/** The nearest folder that says so decides. */
export function isLocked(folders: readonly Pick<Step, 'locked'>[]): boolean {
  return folders.findLast(({ locked }) => locked !== null)?.locked ?? false;
}
