/** The files that the reference's own examples name, `/api/doc/…`: our pictures under those names. */
import { readFile } from 'node:fs/promises';
import type { HttpServices, Routes } from '../../services.ts';
import { answerImatagError } from './errors.ts';
import { sendFile } from './get-static.ts';
import { sampleRegistration } from './sample-registration.ts';

const FOLDER = new URL('../../../demo/media/', import.meta.url);

/** Path → file of the demo media. */
const SAMPLES: Readonly<Record<string, string>> = {
  '/api/doc/images/tour-eiffel.jpeg': 'tour-eiffel.jpeg',
  '/api/doc/images/query.jpeg': 'query.jpeg',
};
/** The registration of the first of them, which is marked. */
const REGISTRATION = '/api/doc/registration.lmk';

export interface Sample {
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly type: string;
}

/** Undefined: no sample has this path. */
export async function sampleAt(path: string, services: HttpServices): Promise<Sample | undefined> {
  if (path === REGISTRATION) return { bytes: await sampleRegistration('tour-eiffel.jpeg', FOLDER, services), name: 'registration.lmk', type: 'application/lmk' };
  const name = SAMPLES[path];
  return name === undefined ? undefined : { bytes: await readFile(new URL(name, FOLDER)), name, type: 'image/jpeg' };
}

export const samples: Routes = async (app, services) => {
  app.setErrorHandler(answerImatagError);
  for (const path of [...Object.keys(SAMPLES), REGISTRATION]) {
    app.get(path, { schema: { hide: true } }, async (_, reply) => {
      const sample = await sampleAt(path, services);
      if (!sample) throw new RangeError(`no sample at ${path}`);
      return sendFile(reply, sample, sample.bytes);
    });
  }
};
