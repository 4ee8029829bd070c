/**
 * The server's key pair: `lamark` seals registration files to its public half, and only its private half opens them. Made on first use.
 * It lies in DATA_DIR; where processes on several machines share a database (DATABASE_URL), in the database, so that all have the same one.
 */
import { createPrivateKey, createPublicKey, generateKeyPair, randomBytes, type KeyObject } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { IntegrityError } from '../../core/errors.ts';
import { keyId } from '../../watermark/lmk/public-key.ts';
import type { Store } from '../../store/store.ts';

export interface KeyPair {
  readonly publicKey: KeyObject;
  /** PEM, PKCS#8: it crosses to the workers that open files. */
  readonly privatePem: string;
  /** `kid` of the files sealed to it. */
  readonly id: string;
}

export interface KeyPlace {
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
}

/** bit. */
const MODULUS = 3072;
const FILE = 'watermark-key.pem';
const SETTING = 'watermark-key';
const pairs = new Map<string, Promise<KeyPair>>();

/** @param open is called only where the pair lies in the database. @throws {IntegrityError} what is kept is no key. */
export function serverKeyPair(place: KeyPlace, open: () => Promise<Store> | Store): Promise<KeyPair> {
  const name = `${place.databaseUrl ?? ''}\n${place.dataDir}`;
  const known = pairs.get(name);
  if (known) return known;
  const made = (async () => toPair(place.databaseUrl === undefined ? await keyInFolder(place.dataDir) : await keyInDatabase(place.dataDir, (await open()).settings)))();
  pairs.set(name, made);
  made.catch(() => pairs.delete(name));
  return made;
}

function toPair(privatePem: string): KeyPair {
  try {
    const publicKey = createPublicKey(createPrivateKey(privatePem));
    return { publicKey, privatePem, id: keyId(publicKey) };
  } catch (cause) {
    throw new IntegrityError('key/invalid', 'the private key that opens registration files cannot be read; put back the one that was saved', {}, { cause });
  }
}

async function newKey(): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: MODULUS });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
}

async function keyInFolder(folder: string): Promise<string> {
  const file = path.join(folder, FILE);
  const kept = readIfThere(file);
  if (kept !== undefined) return kept;
  mkdirSync(folder, { recursive: true });
  placeOnce(file, await newKey());
  return readFileSync(file, 'utf8');
}

/** A pair that this folder had before the move to a shared database goes with it. */
async function keyInDatabase(folder: string, settings: Store['settings']): Promise<string> {
  const kept = await settings.read<string>(SETTING);
  if (kept !== undefined) return kept;
  return settings.once(SETTING, readIfThere(path.join(folder, FILE)) ?? (await newKey()));
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
