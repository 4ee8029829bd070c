/** WebP: its own chunks around a new bitstream. A lossy one is coded a second time, as finely as the format can. Source: RFC 9649 §2.7. */
import { viewOf } from '../../imaging/codecs/headers/view.ts';
import { encodeSamples } from '../../imaging/codecs/encode-samples.ts';
import { readWebpChunks, writeWebpChunks, type WebpChunk } from '../../imaging/codecs/webp/chunks.ts';
import type { Container } from './container.ts';
import { blockOrientation, withoutUnmarkedPreview } from './exif-block.ts';
import { withoutXmpPreviews } from './xmp-preview.ts';

const PICTURE: ReadonlySet<string> = new Set(['VP8X', 'VP8 ', 'VP8L', 'ALPH', 'ANIM', 'ANMF']);
/** Bits of the first byte of VP8X. */
const FLAG = { ICCP: 0x20, alpha: 0x10, EXIF: 0x08, 'XMP ': 0x04 } as const;

export function readWebp(bytes: Uint8Array): Container {
  const chunks = readWebpChunks(bytes);
  const lossy = chunks.some(({ type }) => type === 'VP8 ');
  return {
    mime: 'image/webp', lossy, frames: Math.max(1, chunks.filter(({ type }) => type === 'ANMF').length), orientation: blockOrientation(chunks.find(({ type }) => type === 'EXIF')?.data),
    async write(samples, make, exact) {
      const notes = new Set<string>();
      const fresh = readWebpChunks(await encodeSamples(samples, exact || !lossy ? 'webp-lossless' : 'webp-lossy')).filter(({ type }) => type !== 'VP8X' && PICTURE.has(type));
      const others = chunks.filter(({ type }) => !PICTURE.has(type)).map((chunk) => {
        if (chunk.type === 'C2PA') notes.add('c2pa-invalid');
        if (chunk.type === 'XMP ') return { type: 'XMP ', data: withoutXmpPreviews(chunk.data, notes) ?? chunk.data };
        return chunk.type === 'EXIF' ? { type: 'EXIF', data: withoutUnmarkedPreview(chunk.data, make, notes) } : chunk;
      });
      const profile = others.filter(({ type }) => type === 'ICCP');
      const rest = others.filter(({ type }) => type !== 'ICCP');
      const hasAlpha = samples.image.channels === 4;
      const isPlain = others.length === 0 && fresh.length === 1 && !hasAlpha;
      return { bytes: writeWebpChunks(isPlain ? fresh : [extended(samples.image, others, hasAlpha), ...profile, ...fresh, ...rest]), notes: [...notes].sort() };
    },
  };
}

function extended({ width, height }: { readonly width: number; readonly height: number }, others: readonly WebpChunk[], hasAlpha: boolean): WebpChunk {
  const data = new Uint8Array(10);
  const view = viewOf(data);
  const has = (type: 'ICCP' | 'EXIF' | 'XMP '): number => (others.some((chunk) => chunk.type === type) ? FLAG[type] : 0);
  view.setUint8(0, has('ICCP') | has('EXIF') | has('XMP ') | (hasAlpha ? FLAG.alpha : 0));
  [width - 1, height - 1].forEach((side, i) => {
    view.setUint16(4 + 3 * i, side & 0xffff, true);
    view.setUint8(6 + 3 * i, side >> 16);
  });
  return { type: 'VP8X', data };
}
