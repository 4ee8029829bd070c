/** Bulk enrolment: the files are safe when the answer comes, the rest is a job whose progress can be followed. */
import { createHash, randomUUID } from 'node:crypto';
import { Type } from 'typebox';
import { ConflictError, InputError } from '../../core/errors.ts';
import ingestReference from '../../jobs/ingest-reference.ts';
import type { IngestFile, IngestRow } from '../../store/reference-ingests.ts';
import type { HttpServices, Routes } from '../services.ts';
import { readFlag } from '../submit-scan.ts';
import { receiveForm, refuseOversized, type Form } from '../uploads.ts';
import { sendEvents } from './event-stream.ts';
import { readDoi } from './reference-entries.ts';
import { requireAdmin, toIngestView } from './reference-view.ts';
import { IngestDetail, IngestView } from './reference-wire.ts';

const tags = ['reference library'];
const Ingest = Type.Object({ ingest: Type.String() });
const Body = Type.Object({
  file: Type.Array(Type.String({ format: 'binary' }), { description: 'images, PDF, DOCX, zip or tar archives; an article as JATS XML goes with the images beside it' }),
  title: Type.Optional(Type.String()), doi: Type.Optional(Type.String()), licence: Type.Optional(Type.String()), collection: Type.Optional(Type.String()),
  recheck: Type.Optional(Type.Boolean({ description: 'look at past scans again afterwards; those that now match are started anew' })),
});

/** bytes of one file. */
const MAX_FILE = 512 * 2 ** 20;
const MAX_FILES = 500;
const MAX_TEXT = { title: 1000, licence: 200, collection: 200 } as const;
const LISTED = 50;
const SKIPS = 500;

export const referenceIngests: Routes = async (app, services) => {
  const { store, queue, clock, config } = services;
  const limits = { dataDir: config.dataDir, maxDocumentBytes: MAX_FILE, maxImageBytes: MAX_FILE, maxImages: MAX_FILES };
  // Before the form is received: what a caller may not send is not stored.
  app.addHook('onRequest', async (request) => void (await requireAdmin(request, services)));

  app.post('/reference/ingests', {
    schema: { tags, summary: 'Enrol files, archives or papers in the library', consumes: ['multipart/form-data'], response: { 202: IngestView } },
    config: { documentedBody: Body },
    onRequest: async (request, reply) => refuseOversized(request, reply, limits),
  }, async (request, reply) => {
    const account = await requireAdmin(request, services);
    const form = await receiveForm(request, 'file', limits);
    try {
      const source = readSource(form.fields);
      const recheck = readFlag('recheck', form.fields.get('recheck'));
      const files = await keepFiles(form, services);
      const id = randomUUID();
      await store.transaction(async (tx) => {
        await tx.ingests.insert({ id, account_id: account.id, name: nameOf(files), source, recheck, created_at: clock() }, files);
        await queue.send(tx.sql, ingestReference, { ingestId: id });
      });
      return await reply.code(202).send(toIngestView(await store.ingests.get(id)));
    } finally {
      await form.discard();
    }
  });

  app.get('/reference/ingests', { schema: { tags, summary: 'Bulk enrolments, newest first', response: { 200: Type.Object({ ingests: Type.Array(IngestView) }) } } }, async () =>
    ({ ingests: (await store.ingests.list(LISTED)).map(toIngestView) }));

  app.get('/reference/ingests/:ingest', { schema: { tags, summary: 'How far it is, and what was skipped', params: Ingest, response: { 200: IngestDetail } } }, async (request): Promise<IngestDetail> => {
    const row = await store.ingests.get(request.params.ingest);
    return { ...toIngestView(row), skips: [...(await store.ingests.skips(row.id, SKIPS))] };
  });

  app.get('/reference/ingests/:ingest/events', {
    exposeHeadRoute: false,
    schema: { tags, summary: 'Progress of an ingest as server-sent events', params: Ingest, produces: ['text/event-stream'] },
  }, async (request, reply) => {
    const { id } = await store.ingests.get(request.params.ingest);
    return sendEvents(request, reply, async () => {
      const now = await store.ingests.get(id).catch(() => undefined);
      return now && toIngestView(now);
    }, services);
  });

  app.post('/reference/ingests/:ingest/cancel', { schema: { tags, summary: 'Stop; what is enrolled already stays', params: Ingest, response: { 200: IngestView } } }, async (request) => {
    const { id, state } = await store.ingests.get(request.params.ingest);
    if (!(await store.transaction((tx) => tx.ingests.end(id, 'cancelled', null, clock())))) throw new ConflictError('conflict', `an ingest that is ${state} cannot be cancelled`);
    return toIngestView(await store.ingests.get(id));
  });

  app.delete('/reference/ingests/:ingest', { schema: { tags, summary: 'Delete the record of an ingest that has ended', params: Ingest, response: { 204: Type.Null() } } }, async (request, reply) => {
    const { id, state } = await store.ingests.get(request.params.ingest);
    if (state === 'queued' || state === 'running') throw new ConflictError('conflict', 'cancel it first');
    await store.ingests.delete(id);
    return reply.code(204).send(null);
  });
};

/** One at a time, so that a large form is never in memory as a whole. */
async function keepFiles({ files }: Form, { blobs, store, clock }: HttpServices): Promise<IngestFile[]> {
  const kept: IngestFile[] = [];
  for (const { name, bytes, read } of files) {
    const content = await read();
    await store.blobs.touch([createHash('sha256').update(content).digest('hex')], clock());
    kept.push({ name, bytes, sha256: await blobs.put(content) });
  }
  return kept;
}

function nameOf(files: readonly IngestFile[]): string {
  const [only] = files;
  return files.length === 1 && only ? only.name : `${files.length} files`;
}

/** @throws {InputError} no DOI, or a text that is too long. */
function readSource(fields: Form['fields']): IngestRow['source'] {
  const text = (name: keyof typeof MAX_TEXT): Partial<Record<typeof name, string>> => {
    const value = fields.get(name)?.trim().normalize('NFC').toWellFormed().replaceAll(CONTROL, '');
    if (!value) return {};
    if (value.length > MAX_TEXT[name]) throw new InputError('request/invalid', `${name} has ${value.length} characters; the limit is ${MAX_TEXT[name]}`);
    return { [name]: value };
  };
  const doi = fields.get('doi')?.trim();
  return { ...text('title'), ...(doi ? { doi: readDoi(doi) } : {}), ...text('licence'), ...text('collection') };
}

const CONTROL = /[\u0000-\u001f\u007f-\u009f]/g;
