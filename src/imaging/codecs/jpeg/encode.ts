/** Own JPEG encoder, in pure TypeScript, with the shortest Huffman tables: for previews where nothing native may run. */
import { image, type GrayImage, type RgbImage } from '../../../core/image.ts';
import { layoutsOf, type Layout } from './blocks.ts';
import { forwardDctInto } from './forward-dct.ts';
import { ZIGZAG, type Jpeg, type JpegComponent, type JpegPart, type SegmentPart } from './jpeg.types.ts';
import { progressiveScript, scanPart, sequentialScript } from './scan-script.ts';
import { writeJpeg } from './write.ts';

/** One component to encode: samples at its own resolution. */
export interface PlaneInput {
  readonly plane: GrayImage;
  readonly h: number;
  readonly v: number;
  /** 64 steps, natural order. */
  readonly quantisation: Uint16Array;
}

export interface JpegLayout {
  readonly width: number;
  readonly height: number;
  readonly progressive?: boolean;
  /** MCUs; 0 = no restart markers. */
  readonly restartInterval?: number;
  /** Segments after SOI: JFIF, Adobe, Exif… */
  readonly segments?: readonly Uint8Array[];
}

/** ITU-T T.81 tables K.1 and K.2, natural order. */
const LUMA = [16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99];
const CHROMA = [17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99, 99, 99, 99, 99, ...new Array<number>(32).fill(99)];

/** @param quality libjpeg's, in [1, 100]. */
export function quantisationOf(kind: 'luma' | 'chroma', quality: number): Uint16Array {
  const scale = quality < 50 ? Math.floor(5000 / quality) : 200 - 2 * quality;
  return Uint16Array.from(kind === 'luma' ? LUMA : CHROMA, (step) => Math.min(255, Math.max(1, Math.floor((step * scale + 50) / 100))));
}

/** The file of these planes. The same planes give the same bytes. */
export function encodePlanes(inputs: readonly PlaneInput[], { width, height, progressive = false, restartInterval = 0, segments = [] }: JpegLayout): Uint8Array {
  const components = componentsOf(inputs, width, height);
  const script = progressive ? progressiveScript(components) : sequentialScript(components);
  const parts: JpegPart[] = [
    ...segments.map((bytes): SegmentPart => ({ kind: 'segment', marker: bytes[1] ?? 0, bytes })),
    quantisationSegment(components), frameSegment(components, { width, height, progressive }),
    ...(restartInterval > 0 ? [segment(0xdd, [restartInterval >> 8, restartInterval & 255])] : []),
    ...script.map((header) => scanPart(header, components, restartInterval)),
  ];
  return writeJpeg({ progressive, components, parts, trailer: new Uint8Array(0) });
}

/** RGB as YCbCr with chroma at half size, or gray, progressive, with a JFIF header. @param quality in [1, 100]. */
export function encodeRgb(rgb: RgbImage, quality: number): Uint8Array {
  return encodePlanes(rgbPlanes(rgb, quality), { width: rgb.width, height: rgb.height, progressive: true, segments: [JFIF] });
}

/** What the file of {@link encodeRgb} holds, without its coding: decoded, it is what a reader of the file sees. */
export function quantisedRgb(rgb: RgbImage, quality: number): Jpeg {
  const { width, height } = rgb;
  return { width, height, progressive: true, components: componentsOf(rgbPlanes(rgb, quality), width, height), colour: 'ycbcr', inverted: false, parts: [], trailer: new Uint8Array(0), truncated: false };
}

function rgbPlanes(rgb: RgbImage, quality: number): readonly PlaneInput[] {
  const [y, cb, cr] = toYcbcr(rgb);
  const [luma, chroma] = [quantisationOf('luma', quality), quantisationOf('chroma', quality)];
  return [{ plane: y, h: 2, v: 2, quantisation: luma }, { plane: halved(cb), h: 1, v: 1, quantisation: chroma }, { plane: halved(cr), h: 1, v: 1, quantisation: chroma }];
}

function componentsOf(inputs: readonly PlaneInput[], width: number, height: number): readonly JpegComponent[] {
  const frame = inputs.map(({ h, v }, i) => ({ id: i + 1, h, v, slot: i === 0 ? 0 : 1 }));
  const layouts = layoutsOf(width, height, frame);
  return frame.map((component, i): JpegComponent => {
    const [layout, input] = [layouts[i], inputs[i]];
    if (!layout || !input) throw new RangeError('planes: none given');
    return { ...component, ...layout, quantisation: input.quantisation, coefficients: quantised(input, layout) };
  });
}

export const JFIF = Uint8Array.from([0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]);

function quantised({ plane, quantisation }: PlaneInput, { columns, rows, storedColumns, storedRows, width, height }: Layout): Int16Array {
  const out = new Int16Array(storedColumns * storedRows * 64);
  const block = new Float32Array(64);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      for (let i = 0; i < 64; i++) {
        const x = Math.min(width - 1, column * 8 + (i & 7));
        const y = Math.min(height - 1, row * 8 + (i >> 3));
        block[i] = (plane.data[y * plane.width + x] ?? 0) - 128;
      }
      forwardDctInto(block);
      const at = (row * storedColumns + column) * 64;
      for (let i = 0; i < 64; i++) out[at + i] = Math.round((block[i] ?? 0) / (quantisation[i] ?? 1));
    }
  }
  // The fill repeats the DC beside or above it, which costs least.
  for (let row = 0; row < storedRows; row++) {
    for (let column = row < rows ? columns : 0; column < storedColumns; column++) {
      const at = row * storedColumns + column;
      out[64 * at] = out[64 * (column > 0 ? at - 1 : at - storedColumns)] ?? 0;
    }
  }
  return out;
}

function toYcbcr({ width, height, data }: RgbImage): readonly [GrayImage, GrayImage, GrayImage] {
  const [y, cb, cr] = [new Uint8Array(width * height), new Uint8Array(width * height), new Uint8Array(width * height)];
  for (let i = 0; i < y.length; i++) {
    const [r, g, b] = [data[3 * i] ?? 0, data[3 * i + 1] ?? 0, data[3 * i + 2] ?? 0];
    y[i] = Math.round(0.299 * r + 0.587 * g + 0.114 * b);
    cb[i] = Math.min(255, Math.round(128 - 0.168736 * r - 0.331264 * g + 0.5 * b));
    cr[i] = Math.min(255, Math.round(128 + 0.5 * r - 0.418688 * g - 0.081312 * b));
  }
  return [image(width, height, 1, y), image(width, height, 1, cb), image(width, height, 1, cr)];
}

function halved({ width, height, data }: GrayImage): GrayImage {
  const [w, h] = [Math.ceil(width / 2), Math.ceil(height / 2)];
  const out = new Uint8Array(w * h);
  const at = (x: number, y: number): number => data[Math.min(height - 1, y) * width + Math.min(width - 1, x)] ?? 0;
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) out[y * w + x] = (at(2 * x, 2 * y) + at(2 * x + 1, 2 * y) + at(2 * x, 2 * y + 1) + at(2 * x + 1, 2 * y + 1) + 2) >> 2;
  }
  return image(w, h, 1, out);
}

/** One table a slot, in zigzag order. */
function quantisationSegment(components: readonly JpegComponent[]): SegmentPart {
  const tables = new Map(components.map(({ slot, quantisation }) => [slot, quantisation]));
  return segment(0xdb, [...tables].flatMap(([slot, steps]) => [slot, ...Array.from(ZIGZAG, (k) => steps[k] ?? 1)]));
}

function frameSegment(components: readonly JpegComponent[], { width, height, progressive }: { readonly width: number; readonly height: number; readonly progressive: boolean }): SegmentPart {
  return segment(progressive ? 0xc2 : 0xc0, [8, height >> 8, height & 255, width >> 8, width & 255, components.length, ...components.flatMap(({ id, h, v, slot }) => [id, (h << 4) | v, slot])]);
}

export function segment(marker: number, payload: readonly number[]): SegmentPart {
  const size = payload.length + 2;
  return { kind: 'segment', marker, bytes: Uint8Array.from([0xff, marker, size >> 8, size & 255, ...payload]) };
}
