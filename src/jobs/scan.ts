/** Runs one scan. Safe to run twice: evidence is append-only, one row a run, and a late worker finds its run gone. */
import { createHash } from 'node:crypto';
import { Type } from 'typebox';
import { AppError } from '../core/errors.ts';
import { scanSubmission } from '../scan/scan-submission.ts';
import type { InputFile } from '../scan/ports.ts';
import { scanOptions } from '../scan/scan-options.ts';
import { summarise } from '../scan/summarise.ts';
import type { ScanProgress, ScanRow } from '../store/scans.ts';
import type { JobContext } from './context.ts';
import { announce } from './deliver-callback.ts';
import { referencePort } from './reference-port.ts';
import { defineJob } from './job.ts';

/** ms between two writes of the progress. */
const PROGRESS_EVERY = 400;
/** Starts of a run that end with the process before its steps are given processes of their own. */
const STARTS_AMONG_THREADS = 3;
/** Errors that nobody expected, with the process alive, before a run is given up. */
const MAX_FAULTS = 3;

export default defineJob({
  name: 'scan',
  payload: Type.Object({ scanId: Type.String(), run: Type.Integer() }),
  // A kill of the whole process costs one of them. A file that kills is out of reach of the server from the fourth start on;
  // the rest is for what brings the process down outside of a step.
  retries: 50,
  heartbeatSeconds: 10,
  expireSeconds: 3600,
  concurrency: 2,

  async run({ scanId, run }, context) {
    const { store, clock, log } = context;
    if (!(await store.scans.start(scanId, run, clock()))) return;
    const scan = await store.scans.get(scanId, clock());
    const started = performance.now();
    try {
      await examine(scan, context);
      log.info({ scanId, ms: Math.round(performance.now() - started) }, 'scan completed');
    } catch (error) {
      // A stop of the process or a fault of the database is not the file's: the job is tried again.
      if (context.signal.aborted || (error instanceof AppError && error.code.startsWith('store/'))) throw error;
      if (!(error instanceof AppError)) {
        if ((await store.scans.addFault(scanId, run)) < MAX_FAULTS) throw error;
        log.error({ err: error, scanId }, 'scan given up');
        await fail(context, scanId, run, GIVEN_UP);
        return;
      }
      if (error.code === 'scan/cancelled') return;
      log.info({ scanId, code: error.code }, 'scan failed');
      await fail(context, scanId, run, { code: error.code, message: error.message });
    }
  },

  async givenUp({ scanId, run }, context) {
    await fail(context, scanId, run, GIVEN_UP);
  },
});

const GIVEN_UP = {
  code: 'scan/failed',
  message: 'the scan was tried several times and ended each time without a result; the files may be damaged in a way that stops the decoder',
};

async function examine(scan: ScanRow, context: JobContext): Promise<void> {
  const { store, blobs, compute, clock, config } = context;
  const { id, run } = scan;
  const cancel = new AbortController();
  const signal = AbortSignal.any([cancel.signal, context.signal]);
  const lane = scan.starts > STARTS_AMONG_THREADS ? 'apart' : 'scan';
  const progress = progressWriter((value) => store.scans.report(id, run, value), () => cancel.abort());

  const files: readonly InputFile[] = await Promise.all(scan.files.map(async ({ name, sha256, format }) => ({ name, sha256, format, bytes: await blobs.read(sha256) })));
  const kept = new Set<string>();
  try {
    const evidence = await scanSubmission(files, scanOptions(config, { ...(scan.panels ? { panels: scan.panels } : {}), ...(scan.exclude_identical_paper ? { excludeIdenticalPaper: true } : {}) }), {
      reference: referencePort(context, signal),
      run: (name, input) => compute.run(name, input, { lane, signal }),
      async keep(bytes) {
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        if (kept.has(sha256)) return sha256;
        kept.add(sha256);
        await store.blobs.touch([sha256], clock());
        await store.scans.useBlobs(id, [sha256]);
        return blobs.put(bytes);
      },
      progress: progress.tell,
      parallel: compute.workers + 1,
    });
    await progress.end();
    const text = JSON.stringify(evidence);
    const sha256 = createHash('sha256').update(text).digest('hex');
    await store.transaction(async (tx) => {
      if (await tx.scans.finish(id, run, { sha256, text }, summarise(evidence), clock())) await announce(tx, context.queue, scan, 'finished');
    });
  } finally {
    await progress.end();
  }
}

async function fail({ store, queue, clock }: JobContext, scanId: string, run: number, problem: { code: string; message: string }): Promise<void> {
  await store.transaction(async (tx) => {
    if (await tx.scans.fail(scanId, run, problem, clock())) await announce(tx, queue, await tx.scans.get(scanId, clock()), 'failed');
  });
}

/** Writes the newest progress now and then; learns from the row when the scan was cancelled or superseded. */
function progressWriter(write: (progress: ScanProgress) => Promise<boolean>, onGone: () => void): { tell(progress: ScanProgress): void; end(): Promise<void> } {
  let newest: ScanProgress | undefined;
  let ended = false;
  const flush = async (): Promise<void> => {
    if (newest && !(await write(newest))) onGone();
  };
  const timer = setInterval(() => void flush().catch(() => {}), PROGRESS_EVERY);
  return {
    tell: (progress) => { newest = progress; },
    async end() {
      if (ended) return;
      ended = true;
      clearInterval(timer);
    },
  };
}
