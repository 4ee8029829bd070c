/** Pictures of documents: judged, straightened, freed of moiré. Nothing of them is kept: neither the file nor the answer. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { judgeDocument } from '../../compute/judge-document.ts';
import { InputError } from '../../core/errors.ts';
import { IMPROVEMENTS } from '../../imaging/restore/improve.ts';
import { requirePrincipal } from '../auth.ts';
import type { HttpServices, Routes } from '../services.ts';
import { receiveForm, refuseOversized } from '../uploads.ts';
import { DocumentView, EnhancedView, ImprovementName, MoireView } from './documents-wire.ts';
import { oneFile } from './media-upload.ts';

const tags = ['documents'];
const File = Type.String({ format: 'binary' });
/** px of the picture in the answer. */
const PICTURE_SIDE = 1600;

export const documents: Routes = async (app, services) => {
  const { compute, config } = services;
  const run = { lane: 'serve', timeoutMs: config.taskTimeoutMs } as const;
  const limits = { maxPixels: config.maxPixels } as const;
  const onRequest = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => refuseOversized(request, reply, oneFile(services));
  app.addHook('preValidation', async (request) => {
    await requirePrincipal(request, services);
  });

  app.post('/documents/judge', {
    schema: { tags, summary: 'Is this picture of a document forged: where, how sure, and what each detector saw', consumes: ['multipart/form-data'], response: { 200: DocumentView } },
    config: { documentedBody: Type.Object({ file: File }) }, onRequest,
  }, async (request): Promise<DocumentView> => {
    const { bytes } = await readForm(request, services);
    const judged = await judgeDocument(compute, { ...limits, bytes: Uint8Array.from(bytes), heatMap: true, evidenceMaps: true }, run);
    const picture = await compute.run('preview-image', { bytes: Uint8Array.from(bytes), format: judged.format, maxSide: PICTURE_SIDE }, run);
    return {
      format: judged.format, width: judged.width, height: judged.height, threshold: judged.threshold, proportion: judged.proportion, score: judged.score ?? null,
      ...(judged.abstained === undefined ? {} : { abstained: judged.abstained }),
      regions: judged.regions.map(({ box: { x, y, width, height }, probability, seenBy }) => ({ x, y, width, height, probability, seenBy: [...seenBy] })),
      heatMap: toDataUrl(judged.heatMap ?? new Uint8Array(), 'image/png'), picture: toDataUrl(picture.bytes, picture.type),
      detectors: judged.detectors.map(({ detector, abstained, measures, notes, map }) => ({
        detector, measures, notes: [...notes], ...(abstained === undefined ? {} : { abstained }), ...(map ? { map: toDataUrl(map, 'image/png') } : {}),
      })),
    };
  });

  app.post('/documents/enhance', {
    schema: { tags, summary: 'Straighten a photographed sheet and improve its tones', consumes: ['multipart/form-data'], response: { 200: EnhancedView } },
    config: { documentedBody: Type.Object({ file: File, straighten: Type.Optional(Type.Boolean({ default: true })), improvement: Type.Optional(ImprovementName) }) }, onRequest,
  }, async (request): Promise<EnhancedView> => {
    const { bytes, fields } = await readForm(request, services);
    const wanted = fields.get('improvement') ?? 'none';
    const improvement = IMPROVEMENTS.find((one) => one === wanted);
    if (!improvement) throw new InputError('request/invalid', `improvement is "${wanted.slice(0, 40)}"; expected one of ${IMPROVEMENTS.join(', ')}`);
    const { found, corners, changed, type, bytes: made } = await compute.run('enhance-document', { ...limits, bytes: Uint8Array.from(bytes), corners: { from: 'found' }, straighten: fields.get('straighten') !== 'false', improvement }, run);
    return { found, corners: corners.map(({ x, y }) => ({ x, y })), ...(changed ? { picture: toDataUrl(made, type) } : {}) };
  });

  app.post('/documents/moire', {
    schema: { tags, summary: 'Find the moiré of a photographed screen and take it out', consumes: ['multipart/form-data'], response: { 200: MoireView } },
    config: { documentedBody: Type.Object({ file: File }) }, onRequest,
  }, async (request): Promise<MoireView> => {
    const { bytes } = await readForm(request, services);
    const { found, strength, height, type, bytes: made } = await compute.run('demoire-image', { ...limits, bytes: Uint8Array.from(bytes) }, run);
    return { found, strength, decibels: height, ...(found ? { picture: toDataUrl(made, type) } : {}) };
  });
};

const toDataUrl = (bytes: Uint8Array, type: string): string => `data:${type};base64,${Buffer.from(bytes).toString('base64')}`;

async function readForm(request: FastifyRequest, services: HttpServices): Promise<{ readonly bytes: Uint8Array; readonly fields: ReadonlyMap<string, string> }> {
  const form = await receiveForm(request, 'file', oneFile(services));
  try {
    const [file] = form.files;
    if (!file) throw new RangeError('a form has at least one file');
    return { bytes: await file.read(), fields: form.fields };
  } finally {
    await form.discard();
  }
}
