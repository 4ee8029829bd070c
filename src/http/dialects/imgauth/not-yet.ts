/** Document correction and moiré removal: named in the vendor's plans, without an API of their own there; not built here yet. */
import { UnavailableError } from '../../../core/errors.ts';
import type { Routes } from '../../services.ts';

export const notYet: Routes = async (app) => {
  for (const url of ['/document_enhance', '/doc_crop_enhance', '/remove_moire']) {
    app.post(url, { schema: { hide: true } }, async () => {
      throw new UnavailableError('not-implemented', `${url.slice(1)} is not offered by this version`);
    });
  }
};
