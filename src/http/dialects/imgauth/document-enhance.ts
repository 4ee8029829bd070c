/** POST /document_enhance — a photographed sheet straightened and made legible. Named in the vendor's plans, without a wire of its own there. */
import { Type } from 'typebox';
import type { EnhanceInput } from '../../../scan/tasks/enhance-document.ts';
import type { HttpServices, Routes } from '../../services.ts';
import { readBody } from './body.ts';
import { toEnhanceReply } from './from-core.ts';
import { SIDES } from './limits.ts';
import { readChoice, readPoints } from './parameters.ts';
import { readImage } from './read-image.ts';
import { EnhanceReply, ERRORS, IMAGE_FIELDS } from './wire.ts';

const Body = Type.Object({
  ...IMAGE_FIELDS,
  scan_type: Type.Optional(Type.Integer({ default: 3, description: '1 find the corners, 2 straighten along `points`, 3 both' })),
  enhance_type: Type.Optional(Type.Integer({ default: 0, description: '0 none, 1 remove shadow, 2 enhance and sharpen, 3 black and white' })),
  points: Type.Optional(Type.Array(Type.Array(Type.Number()), { description: '[[x, y] × 4], px, clockwise from the top left of the sheet; required for scan_type 2' })),
});

const IMPROVEMENTS = ['none', 'remove-shadow', 'enhance', 'black-white'] as const;

export const documentEnhance: Routes = async (app, services) => {
  for (const url of ['/document_enhance', '/doc_crop_enhance']) {
    app.post(url, {
      schema: { tags: ['imgauth'], summary: 'Corners of a sheet; straightening, shadows, sharpness, black and white', consumes: ['application/json', 'application/x-www-form-urlencoded'], response: { 200: EnhanceReply, ...ERRORS }, hide: url === '/doc_crop_enhance' },
      config: { documentedBody: Body },
    }, async (request) => {
      const body = readBody(request);
      const scan = readChoice(body.values, 'scan_type', [1, 2, 3], 3);
      const improvement = IMPROVEMENTS[readChoice(body.values, 'enhance_type', [0, 1, 2, 3], 0)];
      const corners: EnhanceInput['corners'] = scan === 2 ? { from: 'given', points: readPoints(body.values, 'points') } : { from: 'found' };
      return toEnhanceReply(await enhanced({ bytes: await readImage(body, services), corners, straighten: scan !== 1, improvement }, services));
    });
  }
};

function enhanced({ bytes, ...wanted }: Pick<EnhanceInput, 'bytes' | 'corners' | 'straighten' | 'improvement'>, { compute, config }: HttpServices) {
  return compute.run('enhance-document', { ...wanted, bytes: Uint8Array.from(bytes), maxPixels: config.maxPixels, sides: SIDES }, { lane: 'serve', timeoutMs: config.taskTimeoutMs });
}
