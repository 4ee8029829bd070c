/** Enrols one file: an image, or each figure of a document and each panel of a compound figure. All of it or nothing, so that a killed run can go on. */
import { createHash } from 'node:crypto';
import type { Compute } from '../../compute/compute.ts';
import { InputError } from '../../core/errors.ts';
import type { ReferenceSource } from '../../core/reference.ts';
import type { DescribedImage } from '../../reference/described-image.ts';
import { scanOptions } from '../../scan/scan-options.ts';
import type { Queries, Store } from '../../store/store.ts';
import type { ImageIndex, NewEntry } from '../image-index.ts';
import type { LibraryFile } from './find-files.ts';
import { LIBRARY } from './scope.ts';

export interface LibraryPorts {
  readonly store: Store;
  readonly compute: Compute;
  readonly index: ImageIndex;
  readonly config: Parameters<typeof scanOptions>[0];
}

export interface EnrolledFile {
  /** Images enrolled; 0 with `known`: they were there already. */
  readonly images: number;
  readonly known: boolean;
}

export interface EnrolOptions {
  readonly signal?: AbortSignal;
  /** Called in the transaction that enrols the file, or that finds it there already. */
  kept?(queries: Queries, file: EnrolledFile): Promise<void>;
}

/** @throws {AppError} it cannot be read; the message says why. */
export async function enrollFile({ name, key = name, read, source }: LibraryFile, given: ReferenceSource, ports: LibraryPorts, options: EnrolOptions = {}): Promise<EnrolledFile> {
  const { store, index } = ports;
  const bytes = await read();
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const refs = [refOf(given.collection, key), refOf(given.collection, `${key}#f1`)];
  const known = await store.reference.enrolled(LIBRARY, refs, sha256);
  const planned = known ? [] : await plan(bytes, { name, key, sha256, source: { ...source, ...given } }, ports, options.signal);
  const file = { images: planned.length, known };
  await store.transaction(async (tx) => {
    for (const { entry, image } of planned) await index.enroll(entry, image, tx);
    await options.kept?.(tx, file);
  });
  return file;
}

interface Planned {
  readonly entry: NewEntry;
  readonly image: DescribedImage;
}

interface Read {
  readonly name: string;
  readonly key: string;
  readonly sha256: string;
  readonly source: ReferenceSource;
}

async function plan(bytes: Uint8Array, file: Read, { compute, index, config }: LibraryPorts, signal: AbortSignal | undefined): Promise<Planned[]> {
  const stop = signal ? { signal } : {};
  const { name, key, sha256, source } = file;
  const enter = async (part: string, image: Uint8Array, own: ReferenceSource): Promise<Planned> =>
    ({ entry: { scope: LIBRARY, ref: refOf(own.collection, key + part), name: name + part, source: own }, image: await index.describe(image, signal, 'scan') });

  const { format } = await compute.run('inspect-file', { bytes }, stop);
  if (!format) throw new InputError('image/unsupported', 'is none of the kinds that are read: pdf, docx, jpeg, png, gif, bmp, tiff, svg, webp');
  if (format !== 'pdf' && format !== 'docx') return [await enter('', bytes, source)];

  const { limits } = scanOptions(config);
  const { figures } = await compute.run('read-submitted', { bytes, name, limits }, stop);
  if (figures.length === 0) throw new InputError('document/no-images', 'there is no image in it');
  const planned: Planned[] = [];
  for (const [i, { bytes: figure, format: kind, frame, page, caption }] of figures.entries()) {
    const id = `f${i + 1}`;
    const own: ReferenceSource = { ...source, document: name, documentSha256: sha256, figure: id, ...(page === undefined ? {} : { page }), ...(caption === undefined ? {} : { caption }) };
    planned.push(await enter(`#${id}`, figure, own));
    const panels = await compute.run('cut-panels', { bytes: figure, format: kind, maxPixels: config.maxPixels, ...(frame === undefined ? {} : { frame }) }, stop);
    for (const [k, { box: { x, y, width, height }, bytes: panel }] of panels.entries()) planned.push(await enter(`#${id}p${k + 1}`, panel, { ...own, panelBox: { x, y, width, height } }));
  }
  return planned;
}

/** The same path in two collections is two entries. */
function refOf(collection: string | undefined, name: string): string {
  return collection === undefined ? name : `${collection}\u0001${name}`;
}
