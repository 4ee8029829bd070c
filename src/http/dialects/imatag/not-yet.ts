/** Addresses of the reference that this version does not serve yet: 501, behind the same door. */
import { InputError } from '../../../core/errors.ts';
import type { Routes } from '../../services.ts';

const NOT_YET: Readonly<Record<string, string>> = {
  '/watermarking': 'watermarking is not in this version; images are registered and found without a mark',
};

export const notYet: Routes = async (app) => {
  for (const [url, text] of Object.entries(NOT_YET)) {
    for (const path of [url, `${url}/*`]) {
      app.route({
        method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'], url: path, schema: { hide: true },
        handler: async () => { throw new InputError('not-implemented', text); },
      });
    }
  }
};
