/** Takes in what is new in the watched folder of the press. A file is left alone until it has rested: it may still be written. */
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { Type } from 'typebox';
import { AppError } from '../core/errors.ts';
import { issueOfFile } from '../registry/press/issue-of-file.ts';
import { keepIssue } from '../registry/press/keep-issue.ts';
import type { JobContext } from './context.ts';
import { defineJob } from './job.ts';
import { startReading } from './read-press.ts';

/** ms since its last change after which a file counts as complete. */
const REST = 10_000;
/** Folders below the watched one that are looked into. */
const DEPTH = 2;

export default defineJob({
  name: 'watch-press',
  payload: Type.Object({}),
  retries: 1,
  heartbeatSeconds: 60,
  expireSeconds: 600,
  concurrency: 1,
  cron: '* * * * *',

  async run(_, context) {
    const { config, log } = context;
    if (!config.pressFolder) return;
    for (const file of await pdfsIn(config.pressFolder, DEPTH, log)) await takeIn(file, config.pressFolder, context);
  },
});

async function pdfsIn(folder: string, depth: number, log: JobContext['log']): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    log.warn({ folder, code: error.code }, 'the press folder cannot be read');
    return [];
  });
  const found = await Promise.all(entries.map(async (entry) => {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory() && depth > 0) return pdfsIn(full, depth - 1, log);
    return entry.isFile() && /\.pdf$/i.test(entry.name) ? [full] : [];
  }));
  return found.flat().sort();
}

async function takeIn(file: string, folder: string, { store, blobs, compute, queue, clock, config, log }: JobContext): Promise<void> {
  const { size, mtime } = await stat(file);
  if (clock().getTime() - mtime.getTime() < REST) return;
  const seen = await store.press.seen(file);
  if (seen && seen.bytes === size && seen.modified_at.getTime() === mtime.getTime()) return;
  const note = (problem: string | null): Promise<void> => store.press.note({ path: file, bytes: size, modified_at: mtime, problem });
  if (size > config.maxBinaryBytes) return note(`the file has ${size} bytes; the limit is ${config.maxBinaryBytes}`);
  try {
    const { name, date } = issueOfFile(path.relative(folder, file), mtime);
    const bytes = new Uint8Array(await readFile(file));
    const { issue, isNew } = await keepIssue({ accountId: null, name, date, fileName: path.basename(file), bytes }, (tx, row) => startReading(tx, queue, row), { store, blobs, compute, clock });
    await note(null);
    if (isNew) log.info({ issueId: issue.id, name, date }, 'press issue taken in');
  } catch (error) {
    if (!(error instanceof AppError) || error.retryable || /^(store|blob)\//.test(error.code)) throw error;
    log.warn({ file: path.basename(file), code: error.code }, 'press file not taken in');
    await note(error.message);
  }
}
