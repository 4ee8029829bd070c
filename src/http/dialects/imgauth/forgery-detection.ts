/** POST /forgery_detection — forged or not, where, and how sure. */
import { Type } from 'typebox';
import { judgeDocument } from '../../../compute/judge-document.ts';
import { InputError } from '../../../core/errors.ts';
import type { HttpServices, Routes } from '../../services.ts';
import { readBody } from './body.ts';
import { toForgeryReply } from './from-core.ts';
import { SIDES } from './limits.ts';
import { readFlag, readProbability } from './parameters.ts';
import { readImage } from './read-image.ts';
import { ERRORS, ForgeryReply, IMAGE_FIELDS } from './wire.ts';

const STANDARD_PROBABILITY = 0.8;

const Body = Type.Object({
  ...IMAGE_FIELDS,
  return_heatmap: Type.Optional(Type.String({ default: 'false' })), detect_proportion: Type.Optional(Type.String({ default: 'false' })), restrict_probability: Type.Optional(Type.String({ default: '0.8', description: '0.1 to 1' })),
});

export const forgeryDetection: Routes = async (app, services) => {
  app.post('/forgery_detection', {
    schema: { tags: ['imgauth'], summary: 'Is this picture of a document, or this photograph, forged?', consumes: ['application/json', 'application/x-www-form-urlencoded'], response: { 200: ForgeryReply, ...ERRORS } },
    config: { documentedBody: Body },
  }, async (request) => {
    const body = readBody(request);
    const [heatMap, withProportion] = [readFlag(body.values, 'return_heatmap'), readFlag(body.values, 'detect_proportion')];
    const least = readProbability(body.values, 'restrict_probability', STANDARD_PROBABILITY);
    const judged = await judge(await readImage(body, services), heatMap, services);
    return toForgeryReply(judged, { least, ...(withProportion ? { proportion: services.config.imgauthProportion === 'confidence' ? 'confidence' : 'area' } : {}) });
  });
};

async function judge(bytes: Uint8Array, heatMap: boolean, { compute, config }: HttpServices) {
  const judged = await judgeDocument(compute, { bytes: Uint8Array.from(bytes), maxPixels: config.maxPixels, sides: SIDES, heatMap, wholeOnly: true }, { lane: 'serve', timeoutMs: config.taskTimeoutMs });
  if (judged.abstained === 'no-content') throw new InputError('image/no-content', 'nothing is printed on this image');
  return judged;
}
