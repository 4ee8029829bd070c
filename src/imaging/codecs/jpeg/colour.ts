/** What the components of a JPEG mean. Sources: JFIF 1.02; Adobe Technical Note 5116, §18; the rules of libjpeg (jdapimin.c). */
import type { FrameComponent } from './frame.ts';
import type { Jpeg, JpegPart } from './jpeg.types.ts';

export function colourOf(components: readonly FrameComponent[], parts: readonly JpegPart[]): Pick<Jpeg, 'colour' | 'inverted'> {
  const transform = adobeTransform(parts);
  const inverted = transform !== undefined;
  if (components.length === 1) return { colour: 'gray', inverted: false };
  if (components.length === 4) return { colour: transform === 2 ? 'ycck' : 'cmyk', inverted };
  if (parts.some((part) => part.kind === 'segment' && part.marker === 0xe0 && startsWith(part.bytes, 'JFIF\0'))) return { colour: 'ycbcr', inverted: false };
  if (transform !== undefined) return { colour: transform === 0 ? 'rgb' : 'ycbcr', inverted: false };
  const ids = String.fromCharCode(...components.map(({ id }) => id));
  return { colour: ids === 'RGB' ? 'rgb' : 'ycbcr', inverted: false };
}

/** The transform of APP14 "Adobe": 0 none, 1 YCbCr, 2 YCCK. */
function adobeTransform(parts: readonly JpegPart[]): number | undefined {
  const segment = parts.find((part) => part.kind === 'segment' && part.marker === 0xee && part.bytes.length >= 16 && startsWith(part.bytes, 'Adobe'));
  return segment?.bytes[15];
}

/** @param bytes a segment with marker and length. */
export function startsWith(bytes: Uint8Array, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[4 + i] !== text.charCodeAt(i)) return false;
  return true;
}
