/** Enrols what was sent to the reference library in bulk. Safe to run twice: each file is noted in the transaction that enrols it, and passed over from then on. */
import { setTimeout as pause } from 'node:timers/promises';
import { Type } from 'typebox';
import { AppError, InputError } from '../core/errors.ts';
import { enrollFile } from '../registry/library/enroll-file.ts';
import { together, type LibraryFile, type Part } from '../registry/library/find-files.ts';
import { inParallel } from '../registry/library/in-parallel.ts';
import type { FileOutcome, IngestRow } from '../store/reference-ingests.ts';
import type { Queries } from '../store/store.ts';
import type { JobContext } from './context.ts';
import { defineJob } from './job.ts';
import mergeIndex from './merge-index.ts';
import recheckScans from './recheck-scans.ts';

/** ms between two looks whether it was cancelled. */
const LOOK_EVERY = 1000;

export default defineJob({
  name: 'ingest-reference',
  payload: Type.Object({ ingestId: Type.String() }),
  // A kill of the process costs one of them and no work that was done.
  retries: 50,
  heartbeatSeconds: 30,
  expireSeconds: 20 * 3600,
  concurrency: 1,

  async run({ ingestId }, context) {
    const { store, queue, clock, log, signal } = context;
    const ingest = await store.ingests.start(ingestId);
    if (!ingest) return;
    try {
      await enrolAll(ingest, context);
      await store.transaction(async (tx) => {
        if (!(await tx.ingests.end(ingestId, 'finished', null, clock()))) return;
        await queue.send(tx.sql, mergeIndex, {});
        if (ingest.recheck) await queue.send(tx.sql, recheckScans, { ingestId, after: '' });
      });
      const { enrolled, images, skipped } = await store.ingests.get(ingestId);
      log.info({ ingestId, enrolled, images, skipped }, 'ingest completed');
    } catch (error) {
      // A stop of the process or a fault of the database is not the files': the job is tried again.
      if (signal.aborted || !(error instanceof AppError) || error.code.startsWith('store/')) throw error;
      if (error.code === 'scan/cancelled' || error.code === 'not-found') return;
      log.info({ ingestId, code: error.code }, 'ingest failed');
      await store.transaction((tx) => tx.ingests.end(ingestId, 'failed', { code: error.code, message: error.message }, clock()));
    }
  },

  async givenUp({ ingestId }, { store, clock }) {
    const problem = { code: 'internal', message: 'the ingest was tried several times and broke off each time; what it had enrolled is kept' };
    await store.transaction((tx) => tx.ingests.end(ingestId, 'failed', problem, clock()));
  },
});

async function enrolAll(ingest: IngestRow, context: JobContext): Promise<void> {
  const { store, blobs, compute } = context;
  const cancel = new AbortController();
  const ended = new AbortController();
  const signal = AbortSignal.any([cancel.signal, context.signal]);
  void watch(ingest.id, context, ended.signal, () => cancel.abort());
  // Equal names are told apart by their bytes: another paper's fig1.png does not replace this one's.
  const parts = (await store.ingests.files(ingest.id)).map(({ name, sha256, bytes }): Part => ({ name, key: `${sha256.slice(0, 12)}/${name}`, bytes, read: () => blobs.read(sha256) }));
  try {
    const skips: FileOutcome[] = [];
    let total = 0;
    await together(parts, compute, {
      file: async () => void total++,
      skip: (name, reason) => skips.push({ key: `?/${name}`, name, outcome: 'skipped', images: 0, reason }),
    });
    await store.ingests.count(ingest.id, total + skips.length);
    for (const skip of skips) await store.transaction((tx) => note(tx, ingest, skip));
    const done = await store.ingests.done(ingest.id);
    await inParallel(compute.workers, (file) => enrol(file, ingest, context, signal), (start) => together(parts, compute, {
      file: async (file) => (done.has(keyOf(file)) ? undefined : start(file)),
      skip: () => {},
    }));
  } finally {
    ended.abort();
  }
}

const keyOf = ({ name, key = name }: LibraryFile): string => key;

async function enrol(file: LibraryFile, ingest: IngestRow, context: JobContext, signal: AbortSignal): Promise<void> {
  const { name } = file;
  const key = keyOf(file);
  try {
    await enrollFile(file, ingest.source, context, { signal, kept: (tx, { images, known }) => note(tx, ingest, { key, name, outcome: known ? 'known' : 'enrolled', images }) });
  } catch (error) {
    if (signal.aborted || !(error instanceof AppError) || /^(store|blob)\/|^scan\/cancelled$/.test(error.code)) throw error;
    await context.store.transaction((tx) => note(tx, ingest, { key, name, outcome: 'skipped', images: 0, reason: error.message }));
  }
}

/** @throws {InputError} `scan/cancelled`: then nothing of the transaction is kept. */
async function note(tx: Queries, { id }: IngestRow, outcome: FileOutcome): Promise<void> {
  if (!(await tx.ingests.note(id, outcome))) throw new InputError('scan/cancelled', 'the ingest was cancelled');
}

async function watch(id: string, { store }: JobContext, ended: AbortSignal, onGone: () => void): Promise<void> {
  while (!ended.aborted) {
    await pause(LOOK_EVERY, undefined, { ref: false, signal: ended }).catch(() => {});
    if (!ended.aborted && !(await store.ingests.isRunning(id).catch(() => true))) return onGone();
  }
}
