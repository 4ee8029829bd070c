/** The leak desk: hand out an original in marked copies, and find out whose copy a leaked file is. */
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { NotFoundError } from '../../core/errors.ts';
import { copyFor, openLeak, trace } from '../../registry/leaks/leak-desk.ts';
import { readRecipients } from '../../registry/leaks/read-recipients.ts';
import type { LeakRow } from '../../store/leaks.ts';
import { requirePrincipal } from '../auth.ts';
import { contentDisposition } from '../file-names.ts';
import type { HttpServices, Routes } from '../services.ts';
import { receiveForm, refuseOversized } from '../uploads.ts';
import { oneFile } from './media-upload.ts';
import { LeakView, TraceView } from './leaks-wire.ts';

const tags = ['leaks'];
const Params = Type.Object({ leak: Type.String() });
const File = Type.String({ format: 'binary' });
/** Recipients of one original, at most. */
const MOST_RECIPIENTS = 10_000;
/** Originals that are listed. */
const LISTED = 100;

export const leaks: Routes = async (app, services) => {
  const { store } = services;
  const own = async (request: FastifyRequest): Promise<LeakRow> => {
    const { account } = await requirePrincipal(request, services);
    const { leak: id } = request.params as { leak: string };
    const row = /^\d{1,15}$/.test(id) ? await store.leaks.find(Number(id), account.id) : undefined;
    if (!row) throw new NotFoundError('not-found', 'there is no such original at the leak desk');
    return row;
  };

  // Who asks, and whether it is theirs, is judged before what they sent.
  app.addHook('preValidation', async (request) => {
    await requirePrincipal(request, services);
    if (request.params !== null && typeof request.params === 'object' && 'leak' in request.params) await own(request);
  });
  const onRequest = async (request: FastifyRequest, reply: Parameters<typeof refuseOversized>[1]): Promise<void> => refuseOversized(request, reply, oneFile(services));

  app.get('/leaks', { schema: { tags, summary: 'Originals that were handed out in marked copies, newest first', response: { 200: Type.Object({ leaks: Type.Array(LeakView) }) } } }, async (request) => {
    const { account } = await requirePrincipal(request, services);
    return { leaks: await Promise.all((await store.leaks.list(account.id, LISTED)).map((row) => toView(row, services))) };
  });

  app.post('/leaks', {
    schema: { tags, summary: 'Hand out an original: a marked copy with a key of its own for each recipient', consumes: ['multipart/form-data'], response: { 201: LeakView } },
    config: { documentedBody: Type.Object({ file: File, recipients: Type.String({ description: 'one a line, or a CSV whose first column has them' }) }) }, onRequest,
  }, async (request, reply) => {
    const { account } = await requirePrincipal(request, services);
    const { name, bytes, fields } = await readForm(request, services);
    const recipients = readRecipients(fields.get('recipients') ?? '', MOST_RECIPIENTS);
    const id = await openLeak({ accountId: account.id, name, bytes, recipients }, services);
    const row = await store.leaks.find(id, account.id);
    if (!row) throw new NotFoundError('not-found', 'it was deleted meanwhile');
    return reply.code(201).send(await toView(row, services));
  });

  app.delete('/leaks/:leak', { schema: { tags, summary: 'Forget an original and the keys of its copies; they can be traced no more', params: Params, response: { 204: Type.Null() } } }, async (request, reply) => {
    await store.leaks.delete((await own(request)).id);
    return reply.code(204).send(null);
  });

  app.get('/leaks/:leak/copies/:recipient', { schema: { tags, summary: 'The marked copy for one recipient', params: Type.Object({ leak: Type.String(), recipient: Type.String() }), produces: ['image/jpeg', 'image/png', 'image/webp', 'image/tiff'] } }, async (request, reply) => {
    const row = await own(request);
    const recipient = (await store.leaks.recipients(row.id)).find(({ id }) => String(id) === request.params.recipient);
    if (!recipient) throw new NotFoundError('not-found', 'there is no such recipient');
    const { bytes, mime, name } = await copyFor(row, recipient, services);
    return reply.type(mime).header('content-disposition', contentDisposition('attachment', `${recipient.name} - ${name}`)).send(Buffer.from(bytes));
  });

  app.post('/leaks/:leak/trace', {
    schema: { tags, summary: 'Whose copy a leaked file is: recipients with the proven p-value, or nobody', params: Params, consumes: ['multipart/form-data'], response: { 200: TraceView } },
    config: { documentedBody: Type.Object({ file: File }) }, onRequest,
  }, async (request): Promise<TraceView> => {
    const row = await own(request);
    const { bytes } = await readForm(request, services);
    const { comparable, suspects, transform } = await trace(bytes, row, await store.leaks.recipients(row.id), services);
    return { comparable, suspects: suspects.map(({ recipient, log10p }) => ({ recipient, log10p })), ...(transform ? { transform: [...transform] } : {}) };
  });
};

async function readForm(request: FastifyRequest, services: HttpServices): Promise<{ readonly name: string; readonly bytes: Uint8Array; readonly fields: ReadonlyMap<string, string> }> {
  const form = await receiveForm(request, 'file', oneFile(services));
  try {
    const [file] = form.files;
    if (!file) throw new RangeError('a form has at least one file');
    return { name: file.name, bytes: await file.read(), fields: form.fields };
  } finally {
    await form.discard();
  }
}

async function toView({ id, name, design: { width, height }, created_at }: LeakRow, { store }: HttpServices): Promise<LeakView> {
  const recipients = await store.leaks.recipients(id);
  return { id, name, width, height, createdAt: created_at.toISOString(), recipients: recipients.map((recipient) => ({ id: recipient.id, name: recipient.name })) };
}
