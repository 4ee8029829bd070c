/** PNG: its own chunks around new image data. Source: PNG specification, 3rd edition, §5.4 (safe-to-copy), §11. */
import { encodeSamples } from '../../imaging/codecs/encode-samples.ts';
import { readPngChunks, writePngChunks, type PngChunk } from '../../imaging/codecs/png/chunks.ts';
import type { Container } from './container.ts';
import { blockOrientation, withoutUnmarkedPreview } from './exif-block.ts';
import { withoutItxtPreviews } from './xmp-preview.ts';

/** Colours as they are named by any kind of sample, texts, times, and Exif. */
const KEPT: ReadonlySet<string> = new Set(['cHRM', 'gAMA', 'iCCP', 'sRGB', 'cICP', 'mDCV', 'cLLI', 'pHYs', 'tIME', 'tEXt', 'zTXt', 'iTXt', 'eXIf', 'sPLT', 'caBX']);
/** True of the samples only while these are stored in the same way. */
const OF_SAMPLES: ReadonlySet<string> = new Set(['sBIT', 'bKGD']);
/** Written anew, or without meaning for the new samples. */
const REPLACED: ReadonlySet<string> = new Set(['IHDR', 'IDAT', 'IEND', 'PLTE', 'tRNS', 'hIST', 'acTL', 'fcTL', 'fdAT', ...OF_SAMPLES]);

export function readPng(bytes: Uint8Array): Container {
  const chunks = readPngChunks(bytes);
  const head = chunks.find(({ type }) => type === 'IHDR');
  return {
    mime: 'image/png', lossy: false, frames: chunks.some(({ type }) => type === 'acTL') ? 2 : 1, orientation: blockOrientation(chunks.find(({ type }) => type === 'eXIf')?.data),
    async write(samples, make) {
      const notes = new Set<string>();
      const fresh = readPngChunks(await encodeSamples(samples, 'png'));
      const freshHead = fresh.filter(({ type }) => type === 'IHDR');
      const alike = bitsAndColour(head) === bitsAndColour(freshHead[0]);
      const cleaned = (chunk: PngChunk): readonly PngChunk[] => {
        if (chunk.type === 'caBX') notes.add('c2pa-invalid');
        if (chunk.type === 'eXIf') return [{ type: 'eXIf', data: withoutUnmarkedPreview(chunk.data, make, notes) }];
        if (chunk.type === 'iTXt') return [{ type: 'iTXt', data: withoutItxtPreviews(chunk.data, notes) }];
        if (KEPT.has(chunk.type) || (alike && OF_SAMPLES.has(chunk.type))) return [chunk];
        if (REPLACED.has(chunk.type)) return [];
        if (isSafeToCopy(chunk.type)) return [chunk];
        notes.add('previews-removed'); // chunks of editors that hang on the pixels: layers and previews
        return [];
      };
      const firstData = chunks.findIndex(({ type }) => type === 'IDAT');
      const parts = [...freshHead, ...chunks.slice(0, firstData).flatMap(cleaned), ...fresh.filter(({ type }) => type === 'IDAT'), ...chunks.slice(firstData).flatMap(cleaned), { type: 'IEND', data: new Uint8Array(0) }];
      return { bytes: writePngChunks(parts), notes: [...notes].sort() };
    },
  };
}

/** Bit depth and colour type. */
const bitsAndColour = (head: PngChunk | undefined): string => `${head?.data[8]} ${head?.data[9]}`;

/** A lower-case last letter: the chunk may stay when the picture changes. */
const isSafeToCopy = (type: string): boolean => /[a-z]$/.test(type);
