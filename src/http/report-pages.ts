/** `/pdfreport/<token>.pdf`: the report for whoever holds its address, without a key. */
import { contentDisposition } from './file-names.ts';
import { sharedScan } from './native/scan-access.ts';
import { readLanguage, reportPdf } from './report-pdf.ts';
import { refuseInMaintenance } from './maintenance.ts';
import type { Routes } from './services.ts';
import { sendGone } from './web-pages.ts';

export const reportPages: Routes = async (app, services) => {
  app.get<{ Params: { name: string }; Querystring: { lang?: string } }>('/pdfreport/:name', { schema: { hide: true } }, async (request, reply) => {
    await refuseInMaintenance(services);
    const token = /^([0-9a-f]{64})\.pdf$/.exec(request.params.name)?.[1];
    const scan = token === undefined ? undefined : await sharedScan(token, services);
    if (scan?.state !== 'finished') return sendGone(reply);
    const bytes = await reportPdf(scan, { minScore: scan.min_score, language: readLanguage(request.query.lang) }, services);
    return reply
      .type('application/pdf')
      .headers({ 'content-disposition': contentDisposition('inline', `touchstone-${scan.name}.pdf`), 'cache-control': 'private, no-cache' })
      .send(Buffer.from(bytes));
  });
};
