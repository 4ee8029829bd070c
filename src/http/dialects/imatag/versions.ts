/** Versions of the API that are not served: 404 that names the one that is. */
import { NotFoundError } from '../../../core/errors.ts';
import type { Routes } from '../../services.ts';
import { answerImatagError } from './errors.ts';

export const otherVersions: Routes = async (app) => {
  app.setErrorHandler(answerImatagError);
  for (const url of ['/:version(^v(?!1$)\\d+$)', '/:version(^v(?!1$)\\d+$)/*']) {
    app.all<{ Params: { version: string } }>(url, { schema: { hide: true } }, async ({ params }) => {
      throw new NotFoundError('request/unsupported-version', `there is no version ${params.version} of this API here; use /api/v1`, { version: params.version });
    });
  }
};
