/**
 * Something secret that the server makes on first use and must never lose.
 * It lies in DATA_DIR; where processes on several machines share a database (DATABASE_URL), in the database, so that all have the same one.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { Store } from '../store/store.ts';

export interface KeyPlace {
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
}

export interface KeptSecret {
  /** Name in DATA_DIR; only its owner may read it. */
  readonly file: string;
  /** Name in the database. */
  readonly setting: string;
  /** What to keep where there is none yet. */
  make(): Promise<string>;
}

/** @param open is called only where it lies in the database. */
export async function keptSecret(what: KeptSecret, { dataDir, databaseUrl }: KeyPlace, open: () => Promise<Store> | Store): Promise<string> {
  return databaseUrl === undefined ? inFolder(dataDir, what) : inDatabase(dataDir, (await open()).settings, what);
}

async function inFolder(folder: string, { file, make }: KeptSecret): Promise<string> {
  const at = path.join(folder, file);
  const kept = readIfThere(at);
  if (kept !== undefined) return kept;
  mkdirSync(folder, { recursive: true });
  placeOnce(at, await make());
  return readFileSync(at, 'utf8');
}

/** One that this folder had before the move to a shared database goes with it. */
async function inDatabase(folder: string, settings: Store['settings'], { file, setting, make }: KeptSecret): Promise<string> {
  const kept = await settings.read<string>(setting);
  if (kept !== undefined) return kept;
  return settings.once(setting, readIfThere(path.join(folder, file)) ?? (await make()));
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whole or not at all; of two processes at once the first wins. */
function placeOnce(file: string, text: string): void {
  const beside = `${file}.${randomBytes(6).toString('hex')}.part`;
  const handle = openSync(beside, 'wx', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  try {
    linkSync(beside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(beside);
  }
}
