/** Looks at past scans again after an ingest that asked for it, and starts those anew that match what was enrolled since. One scan a job, so that a kill costs one look. */
import { Type } from 'typebox';
import { AppError } from '../core/errors.ts';
import { scanOptions } from '../scan/scan-options.ts';
import type { JobContext } from './context.ts';
import { defineJob } from './job.ts';
import { referencePort } from './reference-port.ts';
import scanJob from './scan.ts';

const recheckScans = defineJob({
  name: 'recheck-scans',
  // `after`: id of the scan that was looked at last.
  payload: Type.Object({ ingestId: Type.String(), after: Type.String() }),
  retries: 5,
  heartbeatSeconds: 30,
  expireSeconds: 3600,
  concurrency: 1,

  async run({ ingestId, after }, context) {
    const { store, queue, clock, log } = context;
    const [scan] = await store.scans.finished(clock(), after, 1);
    if (!scan) return;
    const { id, run } = scan;
    const matches = await matchesNow(id, context);
    await store.transaction(async (tx) => {
      const next = matches ? await tx.scans.again(id, run) : undefined;
      if (next !== undefined) await queue.send(tx.sql, scanJob, { scanId: id, run: next });
      await tx.ingests.addRechecked(ingestId, next !== undefined);
      await queue.send(tx.sql, recheckScans, { ingestId, after: id });
    });
    if (matches) log.info({ ingestId, scanId: id }, 'scan re-opened');
  },
});
export default recheckScans;

/** Whether a panel of it matches an image that was not there when it was scanned. A scan whose files cannot be read any more does not. */
async function matchesNow(id: string, context: JobContext): Promise<boolean> {
  const { store, blobs, compute, config, signal } = context;
  const port = referencePort(context, signal);
  const { limits: { maxPixels } } = scanOptions(config);
  try {
    const { evidence: { figures, panels, parameters } } = await store.scans.evidence(id);
    const newest = parameters.reference?.newest ?? 0;
    for (const figure of figures) {
      const own = panels.filter((panel) => panel.figure === figure.id);
      if (!own.some(({ examined }) => examined)) continue;
      const source = { figure, bytes: await blobs.read(figure.sha256), maxPixels };
      const { summaries } = await compute.run('measure-figure', { ...source, panels: own }, { signal });
      for (const { id: panelId, keypoints } of summaries) {
        const panel = own.find((one) => one.id === panelId);
        const hits = panel ? await port.query({ ...source, panel, keypoints }) : [];
        if (hits.some(({ entry }) => entry > newest)) return true;
      }
    }
    return false;
  } catch (error) {
    if (signal.aborted || !(error instanceof AppError) || error.code.startsWith('store/')) throw error;
    context.log.warn({ scanId: id, code: error.code }, 'scan not looked at again');
    return false;
  }
}
