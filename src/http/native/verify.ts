/** What is known of an image: its own statements, Content Credentials, those it has lost, and what its pixels look like. Copies of it are asked for by the two searches. */
import { createHash } from 'node:crypto';
import { Type } from 'typebox';
import { InputError } from '../../core/errors.ts';
import { recoverCredentials } from '../../registry/credentials/recover.ts';
import { requirePrincipal } from '../auth.ts';
import type { HttpServices, Routes } from '../services.ts';
import { receiveForm, refuseOversized } from '../uploads.ts';
import { oneFile } from './media-upload.ts';
import { VerifyReply } from './verify-wire.ts';

/** px of the picture in the answer. */
const PICTURE_SIDE = 1200;

export const verify: Routes = async (app, services) => {
  app.addHook('onRequest', async (request) => void (await requirePrincipal(request, services)));
  app.post('/verify', {
    schema: { tags: ['verify'], summary: 'What is known of an image: its statements of origin, its credentials, what its pixels look like', consumes: ['multipart/form-data'], response: { 200: VerifyReply } },
    config: { documentedBody: Type.Object({ file: Type.String({ format: 'binary' }) }) },
    onRequest: async (request, reply) => refuseOversized(request, reply, oneFile(services)),
  }, async (request): Promise<VerifyReply> => {
    const { account } = await requirePrincipal(request, services);
    const form = await receiveForm(request, 'file', oneFile(services));
    try {
      return await judge((await form.files[0]?.read()) ?? new Uint8Array(), account.id, services);
    } finally {
      await form.discard();
    }
  });
};

/** @throws {InputError | LimitError} `image/…` */
async function judge(bytes: Uint8Array, accountId: string, services: HttpServices): Promise<VerifyReply> {
  const { compute, config: { maxPixels } } = services;
  const lane = { lane: 'serve' } as const;
  const { format } = await compute.run('inspect-file', { bytes }, lane);
  if (format === undefined || format === 'pdf' || format === 'docx') throw new InputError('image/unsupported', 'this is none of the images that are read; send JPEG, PNG, GIF, BMP, TIFF, SVG or WebP');
  const { facts, generated } = await compute.run('examine-file', { bytes, format, detector: 'metadata-provenance' }, lane);
  const { reading, abstain } = await compute.run('judge-origin', { bytes, format, maxPixels }, lane);
  const { width, height, type, bytes: picture } = await compute.run('picture-query', { bytes, maxSide: PICTURE_SIDE }, lane);
  const signed = facts.some(({ kind, holds }) => kind === 'c2pa' && holds === true);
  const recovered = signed ? [] : await recoverCredentials(bytes, accountId, services);
  return {
    query: { width, height, picture: `data:${type};base64,${Buffer.from(picture).toString('base64')}` },
    format, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex'), facts: [...facts], ...(generated ? { claimed: generated.score } : {}),
    recovered: recovered.map(({ by, medium, facts: said }) => ({ by, medium: { ...medium }, facts: [...said] })),
    pixels: reading ? { score: reading.score, least: reading.least, patches: reading.patches.map(({ box: { x, y, width: w, height: h }, score }) => ({ box: { x, y, width: w, height: h }, score })) } : { abstained: abstain, patches: [] },
  };
}
