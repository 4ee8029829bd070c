/** Uploads into a folder: one file a request, so that each has its progress and its answer. */
import { Type } from 'typebox';
import { requireRoom, roomFor } from '../../registry/media-quota.ts';
import { noteRefusal } from '../../registry/note-refusal.ts';
import { registerMedium } from '../../registry/register-medium.ts';
import { locateById } from '../../registry/media-access.ts';
import type { HttpServices, Routes } from '../services.ts';
import { receiveForm, refuseOversized } from '../uploads.ts';
import { pathIn } from './media-tree.ts';
import { MediumParams, mediumOf, toMediumView } from './media-view.ts';
import { MediumView } from './media-wire.ts';

const Query = Type.Object({ exclusive: Type.Optional(Type.Boolean()), replace: Type.Optional(Type.Boolean({ default: false })) });
const Form = Type.Object({ file: Type.String({ format: 'binary' }) });

/** As the limits of a form of one file. @param most bytes. */
export const oneFile = ({ config }: Pick<HttpServices, 'config'>, most = config.maxBinaryBytes) => ({ dataDir: config.dataDir, maxDocumentBytes: most, maxImageBytes: most, maxImages: 1 });

export const mediaUpload: Routes = async (app, services) => {
  app.post('/media/:medium/files', {
    schema: { tags: ['media'], summary: 'Register a file in a folder', params: MediumParams, querystring: Query, consumes: ['multipart/form-data'], response: { 201: MediumView } },
    config: { documentedBody: Form },
    onRequest: async (request, reply) => refuseOversized(request, reply, oneFile(services)),
  }, async (request, reply) => {
    const { account, owner, steps } = await mediumOf(request, request.params.medium, services);
    const usage = await services.store.mediaUsage.get(owner.id);
    const room = Math.max(0, roomFor(owner, usage)) + 1; // one too many is enough to know
    const form = await receiveForm(request, 'file', oneFile(services, Math.min(services.config.maxBinaryBytes, room + 1))).catch(async (error: unknown) => {
      if (room < services.config.maxBinaryBytes) await noteRefusal(services, async () => requireRoom(owner, usage, { images: 0, bytes: room }));
      throw error;
    });
    try {
      const [file] = form.files;
      if (!file) throw new RangeError('a form has at least one file');
      const { exclusive = null, replace = false } = request.query;
      const { medium } = await registerMedium(account, { path: pathIn({ owner, steps }, file.name), bytes: await file.read(), exclusive, replace }, services);
      return reply.code(201).send(toMediumView(account, (await locateById(account, medium.id, services.store)).steps));
    } finally {
      await form.discard();
    }
  });
};
