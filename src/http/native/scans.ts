/** Scans: send, list, look, cancel, delete. */
import { Type } from 'typebox';
import { ConflictError, InputError } from '../../core/errors.ts';
import { requirePrincipal, type Principal } from '../auth.ts';
import { toScanSummary } from '../scan-view.ts';
import type { HttpServices, Routes } from '../services.ts';
import { judgeFiles, readFlag, readMinScore, submitScan } from '../submit-scan.ts';
import { receiveForm, refuseOversized } from '../uploads.ts';
import { ownScan, readableScan } from './scan-access.ts';
import { ScanPage, ScanSummary } from './wire.ts';

const tags = ['scans'];
const Ref = Type.Object({ ref: Type.String() });
const Id = Type.Object({ id: Type.String() });
const UploadForm = Type.Object({
  file: Type.Array(Type.String({ format: 'binary' }), { description: 'one PDF or DOCX, or up to 25 images' }),
  minScore: Type.Optional(Type.Number({ minimum: 0, maximum: 0.9, default: 0.33 })),
  excludeIdenticalPaper: Type.Optional(Type.Boolean({ default: false })),
});

export const scans: Routes = async (app, services) => {
  const { store, clock, config } = services;

  app.post('/scans', {
    schema: { tags, summary: 'Start a scan', consumes: ['multipart/form-data'], response: { 201: ScanSummary } },
    config: { documentedBody: UploadForm },
    async onRequest(request, reply) {
      await requirePrincipal(request, services); // before the body is asked for
      refuseOversized(request, reply, config);
    },
  }, async (request, reply) => {
    const { account } = await requirePrincipal(request, services);
    const form = await receiveForm(request, 'file', config);
    try {
      const minScore = readMinScore(form.fields.get('minScore'));
      const excludeIdenticalPaper = readFlag('excludeIdenticalPaper', form.fields.get('excludeIdenticalPaper'));
      const judged = await judgeFiles(services, form.files, 'document-or-images');
      const scan = await submitScan(services, { account, files: form.files, minScore, excludeIdenticalPaper, apiScan: false }, judged);
      return reply.code(201).send(await toScanSummary(scan, { account }, services));
    } finally {
      await form.discard();
    }
  });

  app.get('/scans', {
    schema: {
      tags, summary: 'My scans, newest first',
      querystring: Type.Object({
        cursor: Type.Optional(Type.String({ maxLength: 400 })),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
        q: Type.Optional(Type.String({ maxLength: 200 })),
      }),
      response: { 200: ScanPage },
    },
  }, async (request) => {
    const principal = await requirePrincipal(request, services);
    return listScans(principal, request.query, services);
  });

  app.get('/scans/:ref', { schema: { tags, summary: 'One scan', params: Ref, response: { 200: ScanSummary } } }, async (request) => {
    const access = await readableScan(request, request.params.ref, services);
    return toScanSummary(access.scan, access, services);
  });

  app.delete('/scans/:id', { schema: { tags, summary: 'Delete a scan with all that belongs to it', params: Id, response: { 204: Type.Null() } } }, async (request, reply) => {
    const { scan } = await ownScan(request, request.params.id, services);
    await store.scans.delete(scan.id);
    return reply.code(204).send(null);
  });

  app.post('/scans/:id/cancel', { schema: { tags, summary: 'Stop a scan that is waiting or running', params: Id, response: { 200: ScanSummary } } }, async (request) => {
    const { scan, account } = await ownScan(request, request.params.id, services);
    if (!(await store.scans.cancel(scan.id, clock()))) throw new ConflictError('conflict', `this scan has ended (${scan.state}); there is nothing to cancel`);
    return toScanSummary(await store.scans.get(scan.id, clock()), { account }, services);
  });
};

interface ListQuery {
  readonly cursor?: string;
  readonly limit?: number;
  readonly q?: string;
}

async function listScans({ account }: Principal, { cursor, limit = 50, q }: ListQuery, services: HttpServices): Promise<ScanPage> {
  const { store, clock } = services;
  const after = cursor === undefined ? undefined : readCursor(cursor);
  const rows = await store.scans.list(account.id, clock(), { limit: limit + 1, ...(q ? { q } : {}), ...(after ? { after } : {}) });
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return {
    scans: await Promise.all(page.map((scan) => toScanSummary(scan, { account }, services))),
    count: await store.scans.count(account.id, clock()),
    next: last ? writeCursor(last.created_at, last.id) : null,
  };
}

function writeCursor(createdAt: Date, id: string): string {
  return Buffer.from(`${createdAt.toISOString()} ${id}`).toString('base64url');
}

function readCursor(cursor: string): { createdAt: Date; id: string } {
  const [at = '', id = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ');
  const createdAt = new Date(at);
  if (Number.isNaN(createdAt.getTime()) || !/^[0-9a-f-]{36,64}$/.test(id)) throw new InputError('request/invalid', 'this cursor is not one that we gave; start without one');
  return { createdAt, id };
}

