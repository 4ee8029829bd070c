/** POST /remove_moire — the stripes of a photographed screen, found and taken out. Named in the vendor's plans, without a wire of its own there. */
import { Type } from 'typebox';
import type { Routes } from '../../services.ts';
import { readBody } from './body.ts';
import { toMoireReply } from './from-core.ts';
import { SIDES } from './limits.ts';
import { readImage } from './read-image.ts';
import { ERRORS, IMAGE_FIELDS, MoireReply } from './wire.ts';

export const removeMoire: Routes = async (app, services) => {
  const { compute, config } = services;
  app.post('/remove_moire', {
    schema: { tags: ['imgauth'], summary: 'Is there moiré on this picture, and the picture without it', consumes: ['application/json', 'application/x-www-form-urlencoded'], response: { 200: MoireReply, ...ERRORS } },
    config: { documentedBody: Type.Object(IMAGE_FIELDS) },
  }, async (request) => {
    const bytes = await readImage(readBody(request), services);
    return toMoireReply(await compute.run('demoire-image', { bytes: Uint8Array.from(bytes), maxPixels: config.maxPixels, sides: SIDES }, { lane: 'serve', timeoutMs: config.taskTimeoutMs }));
  });
};
