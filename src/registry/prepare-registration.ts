/** Everything slow about a registration, done before its transaction: what the file is, its pictures, what the index keeps of it. The bytes are safe afterwards. */
import type { Blobs } from '../blobs/blobs.ts';
import type { Compute } from '../compute/compute.ts';
import { AppError, InputError } from '../core/errors.ts';
import type { ReferenceSource } from '../core/reference.ts';
import type { Picture, Previews } from '../imaging/codecs/upright-previews.ts';
import type { DescribedImage } from '../reference/described-image.ts';
import type { MediumType } from '../store/media.ts';
import type { Store } from '../store/store.ts';
import type { ImageIndex } from './image-index.ts';
import { keepAll } from './keep-all.ts';
import { readKeyFrames } from './key-frames.ts';
import { isSealed, prepareMarked, type PreparedMark, type PreparedSlim } from './marks/prepare-marked.ts';

export interface RegistryParts {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly compute: Compute;
  readonly index: ImageIndex;
  readonly clock: () => Date;
  readonly config: { readonly dataDir: string; readonly databaseUrl: string | undefined; readonly maxPixels: number; readonly maxFigures: number; readonly taskTimeoutMs: number };
}

/** One entry of the index. */
export interface Part {
  readonly described: DescribedImage;
  readonly source: ReferenceSource;
}

export interface PreparedFile {
  readonly type: Exclude<MediumType, 'folder'>;
  readonly format: string;
  readonly sha256: string;
  readonly bytes: number;
  /** px as stored; of a document, its first page as painted; of a video, its first key frame. */
  readonly width: number;
  readonly height: number;
  readonly preview: KeptPicture;
  readonly thumbnail: KeptPicture;
  readonly parts: readonly Part[];
  /** Of a registration file. */
  readonly mark?: PreparedMark;
}

/** A JPEG that is kept as a blob. */
export interface KeptPicture extends Omit<Picture, 'bytes'> {
  readonly sha256: string;
  readonly bytes: number;
}

/** px; smaller figures of a document are ornaments. */
const LEAST_FIGURE = 64;
/** Figures of one document that are enrolled, at most. */
const MOST_FIGURES = 200;
/** bytes that one document may unpack to. */
const MAX_UNPACKED = 500 * 2 ** 20;

/**
 * @param sealed the bytes were announced as a registration file; else their content decides.
 * @throws {InputError} `registration/invalid`, `request/unsupported-media-type`, `image/…`, `document/…`, `not-implemented` @throws {LimitError}
 */
export async function prepareRegistration(bytes: Uint8Array, parts: RegistryParts, sealed = isSealed(bytes)): Promise<PreparedFile | PreparedSlim> {
  if (sealed) return prepareMarked(bytes, parts);
  const judged = await parts.compute.run('prepare-medium', { bytes, maxPixels: parts.config.maxPixels }, { lane: 'serve' });
  switch (judged.type) {
    case 'image': return keep(bytes, judged, [{ described: await parts.index.describe(bytes), source: {} }], parts);
    case 'document': return keep(bytes, judged, await figuresOf(bytes, parts), parts);
    case 'video': return prepareVideo(bytes, parts);
    case 'other': throw new InputError('request/unsupported-media-type', 'the content is none of what can be registered: JPEG, PNG, GIF, BMP, TIFF, SVG or WebP images, PDF documents, MP4 videos');
  }
}

async function prepareVideo(bytes: Uint8Array, parts: RegistryParts): Promise<PreparedFile> {
  const { compute, index, config } = parts;
  const frames = await readKeyFrames(bytes, { dataDir: config.dataDir, timeoutMs: config.taskTimeoutMs });
  const first = frames[0]?.bytes ?? new Uint8Array();
  const judged = await compute.run('prepare-medium', { bytes: first, maxPixels: config.maxPixels }, { lane: 'serve' });
  if (judged.type !== 'image') throw new InputError('image/corrupt', 'the film has no picture that can be read');
  const entries: Part[] = [];
  for (const { second, bytes: frame } of frames) entries.push({ described: await index.describe(frame), source: { extra: { second } } });
  return keep(bytes, { ...judged, type: 'video', format: 'mp4' }, entries, parts);
}

/** A document without figures is registered all the same. */
async function figuresOf(bytes: Uint8Array, { compute, index, config }: RegistryParts): Promise<Part[]> {
  const limits = { maxPixels: config.maxPixels, maxFigures: config.maxFigures, maxUnpackedBytes: MAX_UNPACKED };
  const { figures } = await compute.run('read-submitted', { bytes, name: 'the document', limits }, { lane: 'serve' }).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'document/no-images') return { figures: [] };
    throw error;
  });
  const entries: Part[] = [];
  for (const { page, width, height, bytes: figure } of figures.filter((one) => Math.min(one.width, one.height) >= LEAST_FIGURE).slice(0, MOST_FIGURES)) {
    const described = await index.describe(figure).catch((error: unknown) => {
      if (error instanceof AppError && error.code.startsWith('image/')) return undefined; // one figure that cannot be read does not spoil the others
      throw error;
    });
    if (described) entries.push({ described, source: { ...(page === undefined ? {} : { page }), extra: { width, height } } });
  }
  return entries;
}

interface Judged extends Previews {
  readonly type: PreparedFile['type'];
  readonly format: string;
}

async function keep(bytes: Uint8Array, { type, format, width, height, preview, thumbnail }: Judged, entries: readonly Part[], registry: RegistryParts): Promise<PreparedFile> {
  const [sha256 = '', previewHash = '', thumbnailHash = ''] = await keepAll([bytes, preview.bytes, thumbnail.bytes], registry);
  return {
    type, format, sha256, bytes: bytes.length, width, height, parts: entries,
    preview: { ...preview, bytes: preview.bytes.length, sha256: previewHash },
    thumbnail: { ...thumbnail, bytes: thumbnail.bytes.length, sha256: thumbnailHash },
  };
}
