/** GET /watermarking/<id>/ — what came of a call that was not waited for: the same answer as with `sync`. */
import { Type } from 'typebox';
import { InputError, NotFoundError, type ErrorCode } from '../../../../core/errors.ts';
import type { MarkedLinks } from '../../../../registry/marks/mark-file.ts';
import type { Routes } from '../../../services.ts';
import { callerOf } from '../auth.ts';
import { DetectReply, ERRORS, PendingReply, WatermarkReply } from '../wire.ts';
import { toWatermarkReply } from './to-reply.ts';

export const orders: Routes = async (app, services) => {
  const { store, clock, baseUrl } = services;
  app.get('/watermarking/:id/', {
    schema: { tags: ['imatag'], summary: 'The answer of a marking or detection in the background', params: Type.Object({ id: Type.String() }), response: { 200: Type.Union([WatermarkReply, DetectReply]), 202: PendingReply, ...ERRORS } },
  }, async (request, reply) => {
    const order = await store.markOrders.find(request.params.id, clock());
    if (order?.account_id !== callerOf(request).id) throw new NotFoundError('not-found', 'there is no such marking or detection; what it made is kept for 24 hours');
    const { id, kind, output, problem } = order;
    if (problem) throw new InputError(problem.code as ErrorCode, problem.message);
    if (output === null) return reply.code(202).send({ status: 'pending' as const, url: `${baseUrl()}/api/v1/watermarking/${id}/` });
    return kind === 'mark' ? toWatermarkReply(output as MarkedLinks, services) : (output as DetectReply);
  });
};
