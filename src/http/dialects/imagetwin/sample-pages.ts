/** What the links of the predefined scans lead to, so that a client's download can be tested too. */
import PDFDocument from 'pdfkit';
import { messagePage } from '../../message-page.ts';
import type { Routes } from '../../services.ts';
import { SAMPLE_TOKEN } from './sample.ts';

const TITLE = 'Sample of the sandbox';
const TEXT = 'This is the report of a predefined scan of the sandbox. It has 2 duplicates within and between the images and 0 in the reference database, as its JSON result says; no image was examined.';

export const samplePages: Routes = async (app) => {
  const pdf = await samplePdf();
  const hide = { schema: { hide: true } };
  app.get(`/pdfreport/${SAMPLE_TOKEN}.pdf`, hide, async (_, reply) => reply.type('application/pdf').send(pdf));
  app.get(`/result/${SAMPLE_TOKEN}`, hide, async (_, reply) => messagePage(reply, { status: 200, title: TITLE, html: `<h1>${TITLE}</h1><p>${TEXT}</p>` }));
};

function samplePdf(): Promise<Buffer> {
  const document = new PDFDocument({ size: 'A4', margin: 72, info: { Title: TITLE } });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  document.fontSize(20).text(TITLE).moveDown().fontSize(12).text(TEXT).end();
  return new Promise((resolve) => document.on('end', () => resolve(Buffer.concat(chunks))));
}
