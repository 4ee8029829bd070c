/** Pictures of figures and pages for the browser. They never change, so the browser keeps them. */
import { Type } from 'typebox';
import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Figure } from '../../core/media.ts';
import { NotFoundError } from '../../core/errors.ts';
import type { Routes } from '../services.ts';
import { finishedEvidence } from './result.ts';
import { readableScan } from './scan-access.ts';

const tags = ['results'];
const Size = Type.Object({ max: Type.Optional(Type.Integer({ minimum: 16, maximum: 4096, default: 1600, description: 'longest side, px' })) });
const DEFAULT_MAX = 1600;

export const pictures: Routes = async (app, services) => {
  const { blobs, compute } = services;

  app.get('/scans/:ref/figures/:figure/image', {
    schema: { tags, summary: 'A figure as PNG or JPEG', params: Type.Object({ ref: Type.String(), figure: Type.String() }), querystring: Size },
  }, async (request, reply) => {
    const { ref, figure: id } = request.params;
    const { max = DEFAULT_MAX } = request.query;
    const { scan } = await readableScan(request, ref, services);
    const { evidence } = await finishedEvidence(scan, services);
    const figure: Pick<Figure, 'sha256' | 'format' | 'frame'> | undefined = [...evidence.figures, ...(evidence.references ?? [])].find((one) => one.id === id);
    if (!figure) throw new NotFoundError('not-found', `this scan has no figure "${id.slice(0, 40)}"`);
    const { sha256, format, frame } = figure;
    if (isFresh(request, reply, `${sha256} ${frame ?? ''} ${max}`)) return reply;
    const { bytes, type } = await compute.run('preview-image', { bytes: await blobs.read(sha256), format, maxSide: max, ...(frame === undefined ? {} : { frame }) }, { lane: 'serve' });
    return reply.type(type).send(Buffer.from(bytes));
  });

  app.get('/scans/:ref/pages/:file/:page/image', {
    schema: { tags, summary: 'A page of a PDF as PNG', params: Type.Object({ ref: Type.String(), file: Type.Integer({ minimum: 0 }), page: Type.Integer({ minimum: 1 }) }), querystring: Size },
  }, async (request, reply) => {
    const { ref, file, page } = request.params;
    const { max = DEFAULT_MAX } = request.query;
    const { scan } = await readableScan(request, ref, services);
    const { evidence } = await finishedEvidence(scan, services);
    const document = evidence.files[file];
    if (document?.format !== 'pdf' || !evidence.pages.some((one) => one.file === file && one.number === page)) {
      throw new NotFoundError('not-found', `this scan has no page ${page} in file ${file}`);
    }
    if (isFresh(request, reply, `${document.sha256} ${page} ${max}`)) return reply;
    const { bytes, type } = await compute.run('render-document-page', { bytes: await blobs.read(document.sha256), page, maxSide: max }, { lane: 'serve' });
    return reply.type(type).send(Buffer.from(bytes));
  });
};

/** Sets the caching headers; true when the browser has this very picture and was told so. */
export function isFresh(request: FastifyRequest, reply: FastifyReply, content: string): boolean {
  const etag = `"${createHash('sha256').update(content).digest('base64url')}"`;
  reply.headers({ etag, 'cache-control': 'private, max-age=86400, immutable' });
  const asked = request.headers['if-none-match'];
  if (asked === undefined || !asked.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)) return false;
  reply.code(304).send();
  return true;
}
