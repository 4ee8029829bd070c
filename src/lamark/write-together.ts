/** Writes files so that after a failure there is all of them or none. */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';

export interface Output {
  readonly file: string;
  readonly bytes: Uint8Array;
}

/**
 * Each is written beside its place, brought to the disk, and only then are all of them moved in. What stood there before a failed move stays, or is gone
 * with the rest: a marked image never stands without its registration.
 *
 * @param token makes the names beside the places unlike others.
 */
export function writeTogether(outputs: readonly Output[], token: string): void {
  const staged = outputs.map(({ file, bytes }) => ({ file, bytes, beside: `${file}.${token}.part` }));
  const placed: string[] = [];
  try {
    for (const { beside, bytes } of staged) writeThrough(beside, bytes);
    for (const { beside, file } of staged) {
      renameSync(beside, file);
      placed.push(file);
    }
    for (const folder of new Set(staged.map(({ file }) => path.dirname(file)))) syncFolder(folder);
  } catch (error) {
    for (const file of [...placed, ...staged.map(({ beside }) => beside)]) rmSync(file, { force: true });
    throw error;
  }
}

function writeThrough(file: string, bytes: Uint8Array): void {
  const handle = openSync(file, 'wx', 0o666);
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(handle, bytes, at);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Windows has no handle on a folder; there the rename itself must do. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
