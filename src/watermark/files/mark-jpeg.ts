/** Marks a JPEG in its coefficients. Pure TypeScript: it runs in `lamark`, where nothing native is. */
import { decodePlane } from '../../imaging/codecs/jpeg/planes.ts';
import { startsWith } from '../../imaging/codecs/jpeg/colour.ts';
import { image, type LumaImage } from '../../core/image.ts';
import type { Jpeg, JpegPart } from '../../imaging/codecs/jpeg/jpeg.types.ts';
import { readJpeg } from '../../imaging/codecs/jpeg/read.ts';
import { isCompleteScript, progressiveScript, scanPart } from '../../imaging/codecs/jpeg/scan-script.ts';
import { writeJpeg } from '../../imaging/codecs/jpeg/write.ts';
import { embedMark } from '../embed.ts';
import { jpegPixelHash } from '../lmk/pixel-hash.ts';
import { eighthPlanes } from './eighth.ts';
import { exifOrientation } from './exif-preview.ts';
import { jpegLuma } from './jpeg-luma.ts';
import { withDelta } from './jpeg-delta.ts';
import { withoutUnmarkedCopies, type MakePreview } from './jpeg-previews.ts';
import type { MarkedFile, MarkRequest } from './marked-file.ts';
import { fittingPreview } from './preview.ts';
import { LEAST_X, refused, tooCoarse } from './refused.ts';

/**
 * @throws {InputError} `image/…` — not a whole JPEG that is read; `watermark/too-small`, `watermark/too-flat` — the mark would not survive.
 * @throws {LimitError} `image/too-many-pixels`.
 */
export function markJpeg(bytes: Uint8Array, { keyFor, maxPixels, ...rest }: MarkRequest): MarkedFile {
  const jpeg = withFullScript(readJpeg(bytes, { maxPixels }));
  const original = jpegPixelHash(jpeg);
  const embedding = embedMark({ source: jpegLuma(jpeg), key: keyFor(original), ...rest });
  if (embedding.refused) throw refused(embedding);
  const { jpeg: marked, captured } = withDelta(jpeg, embedding.delta);
  if (embedding.predictedX * captured < LEAST_X) throw tooCoarse(jpeg, embedding.predictedX * captured);
  const { parts, trailer, notes } = withoutUnmarkedCopies(marked.parts, marked.trailer, previewOf(marked));
  return {
    bytes: writeJpeg({ ...marked, parts, trailer }), mime: 'image/jpeg', embedding, chroma: eighthPlanes(jpeg).chroma,
    original, marked: jpegPixelHash(marked), orientation: orientationOf(jpeg.parts), notes,
  };
}

/** A progressive file that was cut between two scans has bits no scan of its own would bring; it gets the usual scans. */
function withFullScript(jpeg: Jpeg): Jpeg {
  const scans = jpeg.parts.flatMap((part) => (part.kind === 'scan' ? [part] : []));
  if (isCompleteScript(scans.map(({ header }) => header), jpeg.components.length)) return jpeg;
  const others = jpeg.parts.filter((part) => part.kind === 'segment' && part.marker !== 0xc4);
  const interval = scans.at(-1)?.restartInterval ?? 0;
  return { ...jpeg, parts: [...others, ...progressiveScript(jpeg.components).map((header) => scanPart(header, jpeg.components, interval))] };
}

function previewOf(marked: Jpeg): MakePreview {
  return (width, height, maxBytes) => {
    const planes = eighthPlanes(marked);
    const enough = planes.y.width >= width || marked.colour !== 'ycbcr';
    return fittingPreview(enough ? planes : { ...planes, y: fullLuma(marked) }, width, height, maxBytes);
  };
}

function fullLuma({ components: [first] }: Jpeg): LumaImage {
  if (!first) throw new RangeError('jpeg: it has no component');
  const { width, height, data } = decodePlane(first);
  return image(width, height, 1, Float32Array.from(data));
}

function orientationOf(parts: readonly JpegPart[]): number {
  const exif = parts.find((part) => part.kind === 'segment' && part.marker === 0xe1 && startsWith(part.bytes, 'Exif\0\0'));
  return exif ? exifOrientation(exif.bytes) : 1;
}
