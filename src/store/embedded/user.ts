/** The operating-system user that runs the database. PostgreSQL refuses root, so root lends it to an unprivileged user. */
import { spawnSync } from 'node:child_process';
import { chownSync, cpSync, existsSync, mkdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { UnavailableError } from '../../core/errors.ts';

export interface RunAs {
  readonly uid?: number;
  readonly gid?: number;
}

/** Owner of an existing cluster first, so that a change of the user table never locks us out; then `touchstone`, `postgres`, `nobody`. */
export function unprivilegedUser(pgData: string): RunAs {
  if (process.getuid?.() !== 0) return {};
  if (existsSync(pgData)) {
    const { uid, gid } = statSync(pgData);
    if (uid !== 0) return { uid, gid };
  }
  const rows = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':'));
  for (const name of ['touchstone', 'postgres', 'nobody']) {
    const row = rows.find(([user]) => user === name);
    if (row) return { uid: Number(row[2]), gid: Number(row[3]) };
  }
  throw new UnavailableError('data-dir/unreachable', 'started as root, but there is no user `touchstone`, `postgres` or `nobody` to run the database as; make one of them or start Touchstone as an ordinary user');
}

/** @throws {UnavailableError} `data-dir/unreachable`: a folder above the data is closed to that user. */
export function checkReachable(folder: string, { uid, gid }: RunAs): void {
  if (uid === undefined || canEnter(folder, { uid, gid })) return;
  throw new UnavailableError(
    'data-dir/unreachable',
    `DATA_DIR ${folder} cannot be entered by user id ${uid}, which runs the database because it must not run as root; choose a DATA_DIR under a folder that other users may enter (for example /var/lib/touchstone), or start Touchstone as an ordinary user`,
    { uid },
  );
}

/** Folder of the PostgreSQL programs, copied into the data folder when the user cannot enter the place where they are installed. */
export function reachablePrograms(native: string, dataDir: string, runAs: RunAs): string {
  if (runAs.uid === undefined || canEnter(path.join(native, 'bin'), runAs)) return native;
  const copy = path.join(dataDir, 'pg-programs');
  if (!existsSync(path.join(copy, 'bin', 'postgres'))) cpSync(realpathSync(native), copy, { recursive: true, verbatimSymlinks: true });
  return copy;
}

/** Makes a folder that only the database's user may open. */
export function privateFolder(folder: string, { uid, gid }: RunAs): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
}

function canEnter(folder: string, { uid, gid }: RunAs): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { uid, gid, cwd: '/', stdio: 'ignore' }).status === 0;
}
