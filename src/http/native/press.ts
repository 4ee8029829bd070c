/** The press: issues in which registered images are looked for, and the tear sheet of what was found. */
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { NotFoundError } from '../../core/errors.ts';
import { startReading } from '../../jobs/read-press.ts';
import { keepIssue } from '../../registry/press/keep-issue.ts';
import { tearSheetOf } from '../../registry/press/tear-sheet-of.ts';
import type { MatchRow } from '../../store/matches.ts';
import type { PressIssueRow } from '../../store/press.ts';
import { requirePrincipal } from '../auth.ts';
import { contentDisposition } from '../file-names.ts';
import { readLanguage } from '../report-pdf.ts';
import type { HttpServices, Routes } from '../services.ts';
import { receiveForm, refuseOversized } from '../uploads.ts';
import { oneFile } from './media-upload.ts';
import { PressIssueView } from './press-wire.ts';

const tags = ['press'];
/** Issues that are listed. */
const LISTED = 200;

const IssueParams = Type.Object({ issue: Type.String() });
const MatchParams = Type.Object({ match: Type.String() });

export const press: Routes = async (app, services) => {
  const { store, queue } = services;
  const issueOf = async (request: FastifyRequest): Promise<PressIssueRow> => {
    const { account } = await requirePrincipal(request, services);
    const { issue: id } = request.params as { issue: string };
    const row = /^\d{1,15}$/.test(id) ? await store.press.find(Number(id), account.id) : undefined;
    if (!row) throw new NotFoundError('not-found', 'there is no such issue of the press');
    return row;
  };
  const matchOf = async (request: FastifyRequest): Promise<MatchRow> => {
    const { account } = await requirePrincipal(request, services);
    const { match: id } = request.params as { match: string };
    const row = /^\d{1,15}$/.test(id) ? await store.matches.find(Number(id), account.id) : undefined;
    if (!row || row.press_issue_id === null) throw new NotFoundError('not-found', 'there is no such match in the press');
    return row;
  };

  // Who asks, and whether it is theirs, is judged before what they sent.
  app.addHook('preValidation', async (request) => {
    await requirePrincipal(request, services);
    if (request.params === null || typeof request.params !== 'object') return;
    if ('issue' in request.params) await issueOf(request);
    if ('match' in request.params) await matchOf(request);
  });

  app.get('/press', { schema: { tags, summary: 'Issues of the press in which my media are looked for, newest first', response: { 200: Type.Object({ issues: Type.Array(PressIssueView) }) } } }, async (request) => {
    const { account } = await requirePrincipal(request, services);
    return { issues: await Promise.all((await store.press.list(account.id, LISTED)).map((row) => toView(row, account.id, services))) };
  });

  app.post('/press', {
    schema: { tags, summary: 'Look for my media in an issue: a PDF, the name of the paper, the day it appeared', consumes: ['multipart/form-data'], response: { 202: PressIssueView } },
    config: { documentedBody: Type.Object({ file: Type.String({ format: 'binary' }), name: Type.String(), date: Type.String({ description: 'YYYY-MM-DD' }) }) },
    onRequest: async (request, reply) => refuseOversized(request, reply, oneFile(services)),
  }, async (request, reply) => {
    const { account } = await requirePrincipal(request, services);
    const form = await receiveForm(request, 'file', oneFile(services));
    try {
      const [file] = form.files;
      if (!file) throw new RangeError('a form has at least one file');
      const { issue } = await keepIssue({
        accountId: account.id, name: form.fields.get('name') ?? '', date: form.fields.get('date') ?? '', fileName: file.name, bytes: await file.read(),
      }, (tx, row) => startReading(tx, queue, row), services);
      return reply.code(202).send(await toView(issue, account.id, services));
    } finally {
      await form.discard();
    }
  });

  app.get('/press/:issue', { schema: { tags, summary: 'An issue and how far it is read', params: IssueParams, response: { 200: PressIssueView } } }, async (request) => {
    const { account } = await requirePrincipal(request, services);
    return toView(await issueOf(request), account.id, services);
  });

  app.delete('/press/:issue', { schema: { tags, summary: 'Forget an issue of mine, with its matches', params: IssueParams, response: { 204: Type.Null() } } }, async (request, reply) => {
    const { account } = await requirePrincipal(request, services);
    const row = await issueOf(request);
    if (row.account_id !== account.id) throw new NotFoundError('not-found', 'this issue was taken in for all accounts; its operator can remove it');
    await store.press.delete(row.id);
    return reply.code(204).send(null);
  });

  app.get('/matches/:match/tear-sheet.pdf', {
    schema: { tags, summary: 'The page of a press match with the image outlined', params: MatchParams, querystring: Type.Object({ lang: Type.Optional(Type.String({ description: 'en, ko or fr' })) }), produces: ['application/pdf'] },
  }, async (request, reply) => {
    const row = await matchOf(request);
    const { name, bytes } = await tearSheetOf(row, readLanguage(request.query.lang), services);
    return reply.type('application/pdf').header('content-disposition', contentDisposition('inline', name)).send(Buffer.from(bytes));
  });
};

async function toView(row: PressIssueRow, accountId: string, { store }: HttpServices): Promise<PressIssueView> {
  return {
    id: String(row.id), name: row.name, date: row.date, fileName: row.file_name, bytes: row.bytes, mine: row.account_id === accountId, state: row.state, pages: row.pages, pagesDone: row.pages_done,
    matches: await store.press.countMatches(row.id, accountId), problem: row.problem?.message ?? null, createdAt: row.created_at.toISOString(), endedAt: row.ended_at?.toISOString() ?? null,
  };
}
