/** DOCX → figures, in document order. */
import { AppError } from '../../core/errors.ts';
import type { ImageFormat } from '../../core/media.ts';
import { decodeImage } from '../../imaging/codecs/decode.ts';
import { sniffFormat } from '../../imaging/codecs/sniff.ts';
import type { DraftFigure, IntakeLimits, ReadFile } from '../read-file.types.ts';
import { isTiny } from '../tiny.ts';
import { readBody, type PlacedPicture } from './body.ts';
import { captionOf } from './captions.ts';
import { openPackage, type DocxPackage } from './package.ts';
import { mainPart, relationshipsOf, type Relationship } from './relationships.ts';

/**
 * One figure for each placement of a picture in the body: a picture shown twice is two figures with the same bytes.
 *
 * @throws {InputError} `document/corrupt`, `document/encrypted`.
 * @throws {LimitError} `document/bomb`.
 */
export async function readDocx(bytes: Uint8Array, limits: IntakeLimits, onPage: (done: number, total: number) => void = () => undefined): Promise<ReadFile> {
  const docx = await openPackage(bytes, limits.maxUnpackedBytes);
  const part = await mainPart(docx);
  const relationships = await relationshipsOf(docx, part);
  const { paragraphs } = readBody(await docx.read(part), part);
  const total = paragraphs.reduce((sum, { pictures }) => sum + pictures.length, 0);

  const media = mediaReader(docx, relationships, limits);
  const figures: DraftFigure[] = [];
  const notes = new Set<string>();
  let done = 0;
  for (const [i, { pictures }] of paragraphs.entries()) {
    const caption = pictures.length > 0 ? captionOf(paragraphs, i) : undefined;
    for (const picture of pictures) {
      const found = figures.length >= limits.maxFigures ? 'too-many-figures' : await media(picture);
      if (typeof found === 'string') notes.add(found);
      else figures.push({ ...found, notes: [...found.notes, ...(picture.cropped ? ['cropped-in-document'] : [])], ...(caption ? { caption } : {}) });
      onPage(++done, total);
    }
  }
  return { format: 'docx', pages: [], figures, notes: [...notes] };
}

type Medium = Pick<DraftFigure, 'width' | 'height' | 'source' | 'bytes' | 'format' | 'notes'>;

/** Reads the medium of a placement, each once; a string says why there is none. */
function mediaReader(docx: DocxPackage, relationships: ReadonlyMap<string, Relationship>, limits: IntakeLimits): (picture: PlacedPicture) => Promise<Medium | string> {
  const read = new Map<string, Medium | string>();
  return async ({ id }) => {
    const relationship = relationships.get(id);
    if (!relationship) return 'missing-image';
    if (relationship.target === undefined) return 'external-image';
    const { target } = relationship;
    const known = read.get(target) ?? (docx.has(target) ? await readMedium(await docx.read(target), target, limits) : 'missing-image');
    read.set(target, known);
    return known;
  };
}

async function readMedium(bytes: Buffer, name: string, limits: IntakeLimits): Promise<Medium | string> {
  const format = sniffFormat(bytes);
  if (format === undefined || format === 'pdf' || format === 'docx') return unreadable(bytes, name);
  try {
    return await decodedMedium(bytes, format, limits);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    // One bad picture does not hide the others.
    return error.code === 'image/too-many-pixels' ? 'too-many-pixels' : 'unreadable-image';
  }
}

async function decodedMedium(bytes: Buffer, format: ImageFormat, limits: IntakeLimits): Promise<Medium | string> {
  const { image, notes } = await decodeImage(bytes, format, { maxPixels: limits.maxPixels });
  if (isTiny(image.width, image.height)) return 'tiny-image';
  return { width: image.width, height: image.height, source: 'embedded', bytes, format, notes };
}

/** Names what is not read, so that people know what was not examined. */
function unreadable(bytes: Buffer, name: string): string {
  if (bytes.length >= 44 && bytes.readUInt32LE(0) === 1 && bytes.toString('latin1', 40, 44) === ' EMF') return 'emf';
  if (bytes.length >= 4 && (bytes.readUInt32LE(0) === 0x9ac6cdd7 || bytes.readUInt32LE(0) === 0x00090001)) return 'wmf';
  if (bytes.length >= 8 && bytes.readUInt32BE(0) === 0xd0cf11e0) return 'ole';
  return /\.(emf|wmf|emz|wmz)$/i.test(name) ? name.slice(name.lastIndexOf('.') + 1).toLowerCase().replace('z', 'f') : 'unreadable-image';
}
