/** POST /media/_move — moves or renames a medium or a folder. */
import { locate } from '../../../../registry/media-access.ts';
import { moveMedium } from '../../../../registry/move-medium.ts';
import type { Routes } from '../../../services.ts';
import { callerOf } from '../auth.ts';
import { readFields } from '../body.ts';
import { requireText } from '../parameters.ts';
import { ERRORS } from '../wire.ts';
import { pathOfTarget, pathOfUrl } from './address.ts';
import { MoveInput, MoveReply } from './wire.ts';

/** Characters of an address: a path of 4096 bytes, percent-encoded, and what stands before it. */
const MAX_ADDRESS = 16_384;

export const moveMedia: Routes = async (app, services) => {
  app.post('/_move', {
    schema: { tags: ['imatag'], summary: 'Move or rename a medium or a folder', response: { 200: MoveReply, ...ERRORS } },
    config: { documentedBody: MoveInput },
  }, async (request) => {
    const { values } = readFields(request);
    const from = pathOfUrl(requireText(values, 'url', MAX_ADDRESS), 'url');
    const to = requireText(values, 'to', MAX_ADDRESS);
    const caller = callerOf(request);
    const destination = { path: pathOfTarget(to, 'to'), into: to.endsWith('/') };
    const { names } = await moveMedium(caller, (tx) => locate(caller, from, tx, services), destination, services);
    return { path: names.join('/') };
  });
};
