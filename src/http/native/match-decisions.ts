/** What people decide about matches, the papers that go with it, and where new matches are told of. */
import { createHash } from 'node:crypto';
import { Type } from 'typebox';
import { InputError, NotFoundError } from '../../core/errors.ts';
import { checkUrl, readExemptions } from '../../crawl/safe-fetch-guard.ts';
import { requirePrincipal } from '../auth.ts';
import { contentDisposition } from '../file-names.ts';
import type { Routes } from '../services.ts';
import { receiveForm, refuseOversized } from '../uploads.ts';
import { MatchCallback, MatchDecisionInput, ProofView } from './matches-wire.ts';
import { oneFile } from './media-upload.ts';

const tags = ['matches'];
/** bytes of a proof. */
const MAX_PROOF = 20 * 2 ** 20;

export const matchDecisions: Routes = async (app, services) => {
  const { store, blobs, clock, config } = services;
  app.addHook('preValidation', async (request) => void (await requirePrincipal(request, services)));

  app.post('/matches/decisions', { schema: { tags, summary: 'Decide about matches: all of them, or none where one is not mine', body: MatchDecisionInput, response: { 200: Type.Object({ decided: Type.Integer() }) } } }, async (request) => {
    const { account } = await requirePrincipal(request, services);
    const { matches, verdict, note = '', proof } = request.body;
    if (proof !== undefined && verdict !== 'licensed') throw new InputError('request/invalid', `a proof belongs to the verdict licensed; the verdict is ${verdict}`);
    if (proof !== undefined && !(await store.matchDecisions.findProof(proof, account.id))) throw new NotFoundError('not-found', 'there is no such proof');
    const ids = [...new Set(matches)];
    await store.transaction(async (tx) => {
      const decided = await tx.matchDecisions.decide(ids, account.id, { verdict, note, proof_id: proof ?? null, who: account.name, created_at: clock() });
      if (decided.length < ids.length) throw new NotFoundError('not-found', `${ids.length - decided.length} of the ${ids.length} matches are not there; nothing was decided`);
    });
    return { decided: ids.length };
  });

  app.post('/matches/proofs', {
    schema: { tags, summary: 'Keep a paper that proves a licence, to be named in a decision', consumes: ['multipart/form-data'], response: { 201: ProofView } },
    config: { documentedBody: Type.Object({ file: Type.String({ format: 'binary' }) }) },
    onRequest: async (request, reply) => refuseOversized(request, reply, oneFile(services, MAX_PROOF)),
  }, async (request, reply) => {
    const { account } = await requirePrincipal(request, services);
    const form = await receiveForm(request, 'file', oneFile(services, MAX_PROOF));
    try {
      const [file] = form.files;
      if (!file) throw new RangeError('a form has at least one file');
      const bytes = await file.read();
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      await store.blobs.touch([sha256], clock());
      await blobs.put(bytes);
      const { id, name } = await store.matchDecisions.addProof({ account_id: account.id, sha256, name: file.name, type: 'application/octet-stream', bytes: bytes.length, created_at: clock() });
      return reply.code(201).send({ id, name });
    } finally {
      await form.discard();
    }
  });

  app.get('/matches/proofs/:proof', { schema: { tags, summary: 'A paper, as it was kept', params: Type.Object({ proof: Type.String() }), produces: ['application/octet-stream'] } }, async (request, reply) => {
    const { account } = await requirePrincipal(request, services);
    const { proof: id } = request.params;
    const proof = /^\d{1,15}$/.test(id) ? await store.matchDecisions.findProof(Number(id), account.id) : undefined;
    if (!proof) throw new NotFoundError('not-found', 'there is no such proof');
    return reply.type(proof.type).header('content-disposition', contentDisposition('attachment', proof.name)).send(Buffer.from(await blobs.read(proof.sha256)));
  });

  app.get('/account/match-callback', { schema: { tags: ['account'], summary: 'Where new matches are told of', response: { 200: MatchCallback } } }, async (request) => ({ url: (await requirePrincipal(request, services)).account.match_callback }));

  app.put('/account/match-callback', { schema: { tags: ['account'], summary: 'Tell of new matches at an address, with a signed callback; null: nowhere', body: MatchCallback, response: { 200: MatchCallback } } }, async (request) => {
    const { account } = await requirePrincipal(request, services);
    const { url } = request.body;
    if (url !== null) checkUrl(url, readExemptions(config.allowPrivateFetch));
    await store.accounts.setMatchCallback(account.id, url);
    return { url };
  });
};
