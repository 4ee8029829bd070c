/** Enrols one file: an image, or each figure of a document and each panel of a compound figure. All of it or nothing, so that a killed run can go on. */
import { createHash } from 'node:crypto';
import type { App } from '../../app.ts';
import { InputError } from '../../core/errors.ts';
import type { ReferenceSource } from '../../core/reference.ts';
import { LIBRARY } from '../../jobs/reference-port.ts';
import type { DescribedImage } from '../../reference/described-image.ts';
import type { NewEntry } from '../../registry/image-index.ts';
import { scanOptions } from '../../scan/scan-options.ts';
import type { LibraryFile } from './find-files.ts';

export interface EnrolledFile {
  /** Images enrolled; 0 with `known`: they were there already. */
  readonly images: number;
  readonly known: boolean;
}

/** @throws {AppError} it cannot be read; the message says why. */
export async function enrollFile({ name, read, source }: LibraryFile, given: ReferenceSource, app: App): Promise<EnrolledFile> {
  const bytes = await read();
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const first = refOf(given.collection, name);
  const whole: ReferenceSource = { ...source, ...given };
  if (await app.store.reference.enrolled(LIBRARY, [first, refOf(given.collection, `${name}#f1`)], sha256)) return { images: 0, known: true };

  const { format } = await app.compute.run('inspect-file', { bytes });
  if (!format) throw new InputError('image/unsupported', 'is none of the kinds that are read: pdf, docx, jpeg, png, gif, bmp, tiff, svg, webp');
  const planned = format === 'pdf' || format === 'docx'
    ? await ofDocument(bytes, { name, sha256, source: whole }, app)
    : [{ entry: { scope: LIBRARY, ref: first, name, source: whole }, image: await app.index.describe(bytes, undefined, 'scan') }];
  await app.store.transaction(async (tx) => {
    for (const { entry, image } of planned) await app.index.enroll(entry, image, tx);
  });
  return { images: planned.length, known: false };
}

interface Planned {
  readonly entry: NewEntry;
  readonly image: DescribedImage;
}

async function ofDocument(bytes: Uint8Array, { name, sha256, source }: { name: string; sha256: string; source: ReferenceSource }, { compute, index, config }: App): Promise<Planned[]> {
  const { limits } = scanOptions(config);
  const { figures } = await compute.run('read-submitted', { bytes, name, limits });
  if (figures.length === 0) throw new InputError('document/no-images', 'there is no image in it');
  const planned: Planned[] = [];
  for (const [i, { bytes: figure, format, frame, page, caption }] of figures.entries()) {
    const id = `f${i + 1}`;
    const own: ReferenceSource = { ...source, document: name, documentSha256: sha256, figure: id, ...(page === undefined ? {} : { page }), ...(caption === undefined ? {} : { caption }) };
    const plan = async (suffix: string, image: Uint8Array, extra: ReferenceSource): Promise<void> => {
      const called = `${name}#${suffix}`;
      planned.push({ entry: { scope: LIBRARY, ref: refOf(source.collection, called), name: called, source: { ...own, ...extra } }, image: await index.describe(image, undefined, 'scan') });
    };
    await plan(id, figure, {});
    const panels = await compute.run('cut-panels', { bytes: figure, format, maxPixels: config.maxPixels, ...(frame === undefined ? {} : { frame }) });
    for (const [k, { box: { x, y, width, height }, bytes: panel }] of panels.entries()) await plan(`${id}p${k + 1}`, panel, { panelBox: { x, y, width, height } });
  }
  return planned;
}

/** The same path in two collections is two entries. */
function refOf(collection: string | undefined, name: string): string {
  return collection === undefined ? name : `${collection}\u0001${name}`;
}
