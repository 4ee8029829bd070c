/** POST /watermarking/ — lays a mark over an image: the marked file, and the registration that makes it known. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { LimitError } from '../../../../core/errors.ts';
import { KEEP_MS, markFile } from '../../../../registry/marks/mark-file.ts';
import type { HttpServices, Routes } from '../../../services.ts';
import { callerOf } from '../auth.ts';
import { bodyBytes, queryOf, readFields, type BodyFile } from '../body.ts';
import { keepFile } from '../keep-file.ts';
import { startsAsForm } from '../multipart.ts';
import { readAll, requireText } from '../parameters.ts';
import { tellLimit } from '../rates.ts';
import { readSource } from '../read-source.ts';
import { ERRORS, PendingReply, WatermarkReply } from '../wire.ts';
import { toWatermarkReply } from './to-reply.ts';
import { sendPending, waitOf, waitReaders, within } from './waiting.ts';

const DAY_MS = 86_400_000;
const Body = Type.Object({ url: Type.String(), sync: Type.Optional(Type.Boolean()), timeout: Type.Optional(Type.Integer({ minimum: 0, maximum: 120 })) });

export const postWatermarking: Routes = async (app, services) => {
  app.post('/watermarking/', {
    schema: { tags: ['imatag'], summary: 'Mark an image: given by its address, or as the body', consumes: ['application/json', 'image/jpeg', 'image/png', 'image/webp', 'image/tiff'], response: { 200: WatermarkReply, 202: PendingReply, ...ERRORS } },
    config: { documentedBody: Body },
  }, async (request, reply) => {
    const { id: accountId } = callerOf(request);
    await countMark(reply, accountId, services);
    const { file, seconds } = await readRequest(request, services);
    const { name } = file;
    const bytes = Uint8Array.from(file.bytes);
    const expiresAt = new Date(services.clock().getTime() + KEEP_MS);
    const links = await within(seconds, (signal) => markFile({ accountId, bytes, name, expiresAt }, services, signal));
    if (links) return toWatermarkReply(links, services);
    const { id } = await keepFile({ accountId, bytes, type: 'application/octet-stream', name, expiresAt }, services);
    return sendPending(reply, { accountId, links: [id], kind: 'mark', input: { name } }, services);
  });
};

/** @throws {LimitError} `request/rate-limited` */
async function countMark(reply: FastifyReply, accountId: string, { store, clock, config: { marksPerDay: limit } }: HttpServices): Promise<void> {
  const { allowed, remaining, resetMs } = await store.rates.take(`imatag/watermarking/${accountId}`, { limit, windowMs: DAY_MS }, clock());
  tellLimit(reply, 'Watermarking-Daily', limit, remaining);
  if (!allowed) throw new LimitError('request/rate-limited', `${limit} images were marked in 24 hours, which is the limit`, { retryAfterSeconds: Math.ceil(resetMs / 1000) });
}

/** @throws {InputError} no image and no address, or a wrong timeout. */
async function readRequest(request: FastifyRequest, services: HttpServices): Promise<{ readonly file: BodyFile; readonly seconds: number }> {
  const body = bodyBytes(request);
  const form = startsAsForm(body);
  if (!form && !isText(body)) return { file: { name: 'image.jpg', bytes: body }, seconds: waitOf(readAll(waitReaders(queryOf(request).values))) };
  const { values, files } = readFields(request, ['file']);
  const seconds = waitOf(readAll(waitReaders(values)));
  const file = files.get('file');
  return { seconds, file: file ?? (await readSource(requireText(values, 'url'), request, services, services.config.maxBinaryBytes)) };
}

/** JSON or an urlencoded form; an image begins with a byte that no text has. */
function isText(body: Buffer): boolean {
  return !/[^\t\n\r\x20-\x7e\u00a0-\uffff]/.test(body.subarray(0, 64).toString('utf8').replaceAll('\ufffd', '\0'));
}
