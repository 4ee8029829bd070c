/** The PDF report, and the replay that shows whether the evidence can be had again. */
import { createHash } from 'node:crypto';
import { Type } from 'typebox';
import { contentDisposition } from '../file-names.ts';
import { readLanguage, reportPdf } from '../report-pdf.ts';
import { differences } from '../../scan/replay.ts';
import { scanOptions } from '../../scan/scan-options.ts';
import { referencePort } from '../../jobs/reference-port.ts';
import { scanSubmission } from '../../scan/scan-submission.ts';
import type { ScanRow } from '../../store/scans.ts';
import type { HttpServices, Routes } from '../services.ts';
import { finishedEvidence } from './result.ts';
import { ownScan, readableScan } from './scan-access.ts';
import { Replay } from './wire.ts';

const tags = ['results'];

export const report: Routes = async (app, services) => {
  app.get('/scans/:ref/report.pdf', {
    schema: {
      tags, summary: 'The PDF report', produces: ['application/pdf'], params: Type.Object({ ref: Type.String() }),
      querystring: Type.Object({ minScore: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })), lang: Type.Optional(Type.String({ description: 'en, ko or fr' })) }),
    },
  }, async (request, reply) => {
    const { scan } = await readableScan(request, request.params.ref, services);
    const { minScore = scan.min_score, lang } = request.query;
    const bytes = await reportPdf(scan, { minScore, language: readLanguage(lang) }, services);
    return reply.type('application/pdf').header('content-disposition', contentDisposition('inline', `touchstone-${scan.name.replace(/\.(pdf|docx)$/i, '')}.pdf`)).send(Buffer.from(bytes));
  });

  app.post('/scans/:id/replay', {
    schema: { tags, summary: 'Compute the evidence again from the stored bytes and compare', params: Type.Object({ id: Type.String() }), response: { 200: Replay } },
  }, async (request) => {
    const { scan } = await ownScan(request, request.params.id, services);
    return replay(scan, services);
  });
};

async function replay(scan: ScanRow, services: HttpServices): Promise<Replay> {
  const { blobs, compute, config, closing } = services;
  const { evidence } = await finishedEvidence(scan, services);
  const files = await Promise.all(scan.files.map(async ({ name, sha256, format }) => ({ name, sha256, format, bytes: await blobs.read(sha256) })));
  const again = await scanSubmission(files, scanOptions(config, evidence.parameters), {
    reference: referencePort(services, closing, evidence.parameters.reference),
    run: (name, input) => compute.run(name, input, { signal: closing }),
    keep: async (bytes) => createHash('sha256').update(bytes).digest('hex'), // compared by name, not kept again
    progress: () => {},
    parallel: compute.workers + 1,
  });
  const list = differences(evidence, again);
  return { identical: list.length === 0, engine: again.engine, differences: list };
}
