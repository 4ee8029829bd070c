/** The watermarking software and the key it needs, for the account page. */
import { createReadStream, statSync } from 'node:fs';
import path from 'node:path';
import { Type } from 'typebox';
import { NotFoundError } from '../../core/errors.ts';
import { serverKeyPair } from '../../registry/marks/key-pair.ts';
import { requirePrincipal } from '../auth.ts';
import type { Routes } from '../services.ts';

const BUILDS = { linux: 'lamark', windows: 'lamark.exe' } as const;
const System = Type.Union([Type.Literal('linux'), Type.Literal('windows')]);
const tags = ['account'];

export const marking: Routes = async (app, services) => {
  const { config, store } = services;
  const bytesOf = (system: keyof typeof BUILDS): number | null => statSync(path.join(config.root, 'dist', BUILDS[system]), { throwIfNoEntry: false })?.size ?? null;
  app.addHook('preValidation', async (request) => void (await requirePrincipal(request, services)));

  app.get('/account/watermarking', {
    schema: { tags, summary: 'Which builds of the watermarking software are here (bytes; null: not built)', response: { 200: Type.Object({ linux: Type.Union([Type.Integer(), Type.Null()]), windows: Type.Union([Type.Integer(), Type.Null()]) }) } },
  }, async () => ({ linux: bytesOf('linux'), windows: bytesOf('windows') }));

  app.get('/account/watermarking/software/:system', { schema: { tags, summary: 'The watermarking software', params: Type.Object({ system: System }), produces: ['application/octet-stream'] } }, async (request, reply) => {
    const { system } = request.params;
    const bytes = bytesOf(system);
    if (bytes === null) throw new NotFoundError('not-found', 'this build is not on the server; the operator makes it with `npm run build:lamark`');
    return reply.type('application/octet-stream').headers({ 'content-disposition': `attachment; filename="${BUILDS[system]}"`, 'content-length': bytes }).send(createReadStream(path.join(config.root, 'dist', BUILDS[system])));
  });

  app.get('/account/watermarking/public_key.der', { schema: { tags, summary: 'The public key that registration files are sealed to', produces: ['application/octet-stream'] } }, async (_, reply) => {
    const { publicKey } = await serverKeyPair(config, () => store);
    return reply.type('application/octet-stream').header('content-disposition', 'attachment; filename="public_key.der"').send(publicKey.export({ type: 'pkcs1', format: 'der' }));
  });
};
