/** GET /watermarking/key/ — the public key that `lamark` seals registrations to. */
import { Type } from 'typebox';
import { serverKeyPair } from '../../../../registry/marks/key-pair.ts';
import type { Routes } from '../../../services.ts';
import { ERRORS } from '../wire.ts';

const KeyReply = Type.Object({ key: Type.String() });

export const getKey: Routes = async (app, { config, store }) => {
  app.get('/watermarking/key/', { schema: { tags: ['imatag'], summary: 'The public key for the watermarking software', response: { 200: KeyReply, ...ERRORS } } }, async () => {
    const { publicKey } = await serverKeyPair(config, () => store);
    return { key: (publicKey.export({ type: 'pkcs1', format: 'pem' }) as string).trim() };
  });
};
