/** What proves a match: the picture of what was found, the page, and all of it as one archive. */
import { Readable } from 'node:stream';
import { Type } from 'typebox';
import { NotFoundError } from '../../core/errors.ts';
import type { ImageFormat } from '../../core/media.ts';
import { sniffFormat } from '../../imaging/codecs/sniff.ts';
import { evidenceOf } from '../../registry/evidence/evidence-of.ts';
import type { MatchRow } from '../../store/matches.ts';
import { requirePrincipal } from '../auth.ts';
import { contentDisposition } from '../file-names.ts';
import type { HttpServices, Routes } from '../services.ts';
import { matchOf } from './match-view.ts';
import { isFresh } from './pictures.ts';

const tags = ['matches'];
const params = Type.Object({ match: Type.String() });
/** px; so large that what is drawn over it lies where it belongs also when the size is not told. */
const FOUND_SIDE = 4096;
/** px of the longer side of a page. */
const PAGE_SIDE = 2000;

export const matchEvidence: Routes = async (app, services) => {
  const { store, blobs } = services;
  app.addHook('preValidation', async (request) => {
    await requirePrincipal(request, services);
    await matchOf(request, services);
  });

  app.get('/matches/:match/evidence.zip', { schema: { tags, summary: 'All that proves a match: image, WARC of its page, screenshot, tear sheet, geometry, p-value, hashes', params, produces: ['application/zip'] } }, async (request, reply) => {
    const { row, account } = await matchOf(request, services);
    const { name, archive } = await evidenceOf(row.id, account.id, services);
    return reply.type('application/zip').header('content-disposition', contentDisposition('attachment', name)).send(Readable.from(archive, { objectMode: false }));
  });

  app.get('/matches/:match/found.jpg', { schema: { tags, summary: 'What was found: the image, or the page of the press', params, querystring: Type.Object({ max: Type.Optional(Type.Integer({ minimum: 16, maximum: FOUND_SIDE, description: 'longest side, px' })) }), produces: ['image/jpeg', 'image/png'] } }, async (request, reply) => {
    const { row } = await matchOf(request, services);
    const { max } = request.query;
    const source = await foundSource(row, services);
    if (!source) throw new NotFoundError('not-found', 'there is no picture of what was found');
    if (isFresh(request, reply, `${source.sha256} ${source.page ?? ''} ${max ?? ''}`)) return reply;
    const { bytes, type } = await pictureOf(source, max, services);
    return reply.type(type).send(Buffer.from(bytes));
  });

  app.get('/matches/:match/screenshot.png', { schema: { tags, summary: 'The page as a browser drew it', params, produces: ['image/png'] } }, async (request, reply) => {
    const { row, account } = await matchOf(request, services);
    const capture = row.capture_id === null ? undefined : await store.captures.find(row.capture_id, account.id);
    if (!capture?.screenshot_sha256) throw new NotFoundError('not-found', 'the page of this match was not pictured');
    if (isFresh(request, reply, capture.screenshot_sha256)) return reply;
    return reply.type('image/png').send(Buffer.from(await blobs.read(capture.screenshot_sha256)));
  });
};

interface FoundSource {
  readonly sha256: string;
  /** Of a PDF, from 1. */
  readonly page?: number;
}

async function foundSource({ type, account_id, capture_id, press_issue_id, page_number, search_id }: MatchRow, { store, clock }: HttpServices): Promise<FoundSource | undefined> {
  if (type === 'press') {
    const issue = press_issue_id === null ? undefined : await store.press.find(press_issue_id);
    return issue && page_number !== null ? { sha256: issue.sha256, page: page_number } : undefined;
  }
  if (search_id !== null) {
    const link = await store.links.find((await store.searches.get(search_id, account_id)).link_id, clock());
    return link && { sha256: link.sha256 };
  }
  const capture = capture_id === null ? undefined : await store.captures.find(capture_id, account_id);
  return capture && { sha256: capture.image_sha256 };
}

async function pictureOf({ sha256, page }: FoundSource, max: number | undefined, { blobs, compute }: HttpServices): Promise<{ readonly bytes: Uint8Array; readonly type: string }> {
  const bytes = await blobs.read(sha256);
  if (page !== undefined) return compute.run('render-document-page', { bytes, page, maxSide: max ?? PAGE_SIDE }, { lane: 'serve' });
  const format = sniffFormat(bytes);
  if (format === undefined || format === 'pdf' || format === 'docx') throw new NotFoundError('not-found', 'what was searched for is no picture');
  return compute.run('preview-image', { bytes, format: format satisfies ImageFormat, maxSide: max ?? FOUND_SIDE }, { lane: 'serve' });
}
