/** Marks a PNG, WebP or TIFF in its samples: grey, RGB and CMYK of 8 or 16 bit, with or without alpha. Same format, size, depth and metadata. */
import { InputError } from '../../core/errors.ts';
import { decodeSamples, type Samples } from '../../imaging/codecs/decode-samples.ts';
import { checkPixels, readHeader } from '../../imaging/codecs/header.ts';
import { embedMark } from '../embed.ts';
import type { Embedding } from '../engine.types.ts';
import { samplesPixelHash } from '../lmk/pixel-hash.ts';
import type { Container } from './container.ts';
import type { MakePreview } from './jpeg-previews.ts';
import { lumaPlane } from './luma-plane.ts';
import type { MarkedFile, MarkRequest } from './marked-file.ts';
import { readPng } from './png-container.ts';
import { fittingPreview } from './preview.ts';
import { capturedShare, visibleChroma, visibleLuma, withDelta } from './raster.ts';
import { LEAST_X, refused, tooLittleLeft } from './refused.ts';
import { readTiff } from './tiff-container.ts';
import { readWebp } from './webp-container.ts';

const CONTAINERS = { png: readPng, webp: readWebp, tiff: readTiff } as const;
export type RasterFormat = keyof typeof CONTAINERS;

/**
 * @throws {InputError} `image/…` — damaged, or of a kind that is not marked; `watermark/animated`, `watermark/too-small`, `watermark/too-flat`.
 * @throws {LimitError} `image/too-many-pixels`.
 */
export async function markRaster(bytes: Uint8Array, format: RasterFormat, { keyFor, maxPixels, ...rest }: MarkRequest): Promise<MarkedFile> {
  checkPixels(readHeader(bytes, format), maxPixels);
  const container = CONTAINERS[format](bytes);
  if (container.frames > 1) throw new InputError('watermark/animated', `the ${format} has more than one frame or page; send the one you mean as a file of its own`, { format });
  const samples = await decodeSamples(bytes, format, maxPixels);
  const original = samplesPixelHash(samples.image);
  const luma = visibleLuma(samples);
  const embedding = embedMark({ source: luma, key: keyFor(original), ...rest });
  if (embedding.refused) throw refused(embedding);
  const file = await written(withDelta(samples, embedding.delta), { samples, container, embedding, format, maxPixels });
  if (embedding.predictedX * file.captured < LEAST_X) throw tooLittleLeft(samples.image, embedding.predictedX * file.captured);
  return {
    bytes: file.bytes, mime: container.mime, embedding, chroma: visibleChroma(samples),
    original, marked: samplesPixelHash(file.samples.image), orientation: container.orientation, notes: file.notes,
  };
}

interface Written {
  readonly bytes: Uint8Array;
  readonly notes: readonly string[];
  /** As a reader of the file finds them. */
  readonly samples: Samples;
  readonly captured: number;
}

interface Writing {
  readonly samples: Samples;
  readonly container: Container;
  readonly embedding: Embedding;
  readonly format: RasterFormat;
  readonly maxPixels: number;
}

/** A second lossy coding that changes more than the mark does is not put up with: the file is then written without loss. */
async function written(marked: Samples, { samples, container, embedding, format, maxPixels }: Writing): Promise<Written> {
  const before = visibleLuma(samples);
  for (const exact of container.lossy ? [false, true] : [true]) {
    const { bytes, notes } = await container.write(marked, previewOf(marked), exact);
    const found = exact ? marked : await decodeSamples(bytes, format, maxPixels);
    const { captured, change } = capturedShare(before, visibleLuma(found), embedding.delta);
    if (exact || change <= (2 * 255 ** 2) / 10 ** (embedding.design.strength / 10)) return { bytes, notes, samples: found, captured };
  }
  throw new RangeError('written: the exact way comes last');
}

function previewOf(marked: Samples): MakePreview {
  return (width, height, maxBytes) => {
    const chroma = visibleChroma(marked);
    return fittingPreview({ y: lumaPlane(visibleLuma(marked)), ...(chroma ? { chroma } : {}) }, width, height, maxBytes);
  };
}
