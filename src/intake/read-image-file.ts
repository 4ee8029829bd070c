import type { ImageFormat } from '../core/media.ts';
import { decodeImage } from '../imaging/codecs/decode.ts';
import { checkPixels, readHeader } from '../imaging/codecs/header.ts';
import type { DraftFigure, IntakeLimits, ReadFile } from './read-file.types.ts';

/** An image file: one figure for each page of a TIFF (without thumbnails), the first frame of an animation, else the image. */
export async function readImageFile(bytes: Uint8Array, format: ImageFormat, limits: IntakeLimits, onPage: (done: number, total: number) => void = () => undefined): Promise<ReadFile> {
  const { frames } = readHeader(bytes, format);
  const count = format === 'tiff' ? frames : 1;
  const notes = new Set<string>(format !== 'tiff' && frames > 1 ? ['first-frame-only'] : []);
  const figures: DraftFigure[] = [];
  for (let frame = 0; frame < count; frame++) {
    const header = readHeader(bytes, format, frame);
    if (header.reduced && count > 1) notes.add('tiff-thumbnail');
    else if (figures.length >= limits.maxFigures) notes.add('too-many-figures');
    else figures.push(await figureOf(bytes, format, { frame, count, limits }));
    onPage(frame + 1, count);
  }
  return { format, pages: [], figures, notes: [...notes] };
}

/** Decodes once, so that a broken image is known here and its notes are true. */
async function figureOf(bytes: Uint8Array, format: ImageFormat, { frame, count, limits }: { readonly frame: number; readonly count: number; readonly limits: IntakeLimits }): Promise<DraftFigure> {
  checkPixels(readHeader(bytes, format, frame), limits.maxPixels);
  const { image, notes } = await decodeImage(bytes, format, { frame, maxPixels: limits.maxPixels });
  return { width: image.width, height: image.height, source: 'file', bytes, format, ...(count > 1 ? { frame } : {}), notes };
}
