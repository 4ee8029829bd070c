/** Frame and scan headers, checked before anything is allocated. Source: ITU-T T.81 §B.2.2–B.2.4. */
import { InputError, LimitError } from '../../../core/errors.ts';
import { ZIGZAG, type ScanHeader } from './jpeg.types.ts';

export interface FrameComponent {
  readonly id: number;
  readonly h: number;
  readonly v: number;
  readonly slot: number;
}

export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly progressive: boolean;
  readonly components: readonly FrameComponent[];
}

/** What is not read, by the second byte of its SOF marker. */
const UNREAD: Readonly<Record<number, string>> = {
  0xc3: 'lossless', 0xc5: 'hierarchical', 0xc6: 'hierarchical', 0xc7: 'hierarchical', 0xc9: 'arithmetic-coded', 0xca: 'arithmetic-coded',
  0xcb: 'arithmetic-coded', 0xcd: 'arithmetic-coded', 0xce: 'arithmetic-coded', 0xcf: 'arithmetic-coded',
};

export function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/**
 * @param bytes the SOFn segment with marker and length.
 * @throws {InputError} `image/corrupt`, `image/unsupported`.
 * @throws {LimitError} `image/too-many-pixels`.
 */
export function readFrame(bytes: Uint8Array, maxPixels: number): Frame {
  const marker = bytes[1] ?? 0;
  const unread = UNREAD[marker];
  if (unread) throw new InputError('image/unsupported', `the JPEG is ${unread}; baseline and progressive JPEGs are read`, { marker });
  const [bits, count] = [bytes[4] ?? 0, bytes[9] ?? 0];
  if (bits !== 8) throw new InputError('image/unsupported', `the JPEG has ${bits} bits a sample; 8 are read`, { bits });
  const height = ((bytes[5] ?? 0) << 8) | (bytes[6] ?? 0);
  const width = ((bytes[7] ?? 0) << 8) | (bytes[8] ?? 0);
  if (height === 0) throw new InputError('image/unsupported', 'the JPEG leaves its height open (DNL); save it again');
  if (width === 0 || bytes.length < 10 + 3 * count) throw corrupt('frame header');
  if (count !== 1 && count !== 3 && count !== 4) throw new InputError('image/unsupported', `the JPEG has ${count} colour components; 1, 3 and 4 are read`, { count });
  if (width * height > maxPixels) {
    throw new LimitError('image/too-many-pixels', `the image is ${width} × ${height} px; at most ${Math.floor(maxPixels / 1e6)} megapixels are read, send it smaller`, { width, height, limit: maxPixels });
  }
  const components = Array.from({ length: count }, (_, i) => componentAt(bytes, 10 + 3 * i));
  if (new Set(components.map(({ id }) => id)).size !== count) throw corrupt('frame header');
  return { width, height, progressive: marker === 0xc2, components };
}

function componentAt(bytes: Uint8Array, at: number): FrameComponent {
  const [id, sampling, slot] = [bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0];
  const [h, v] = [sampling >> 4, sampling & 15];
  if (h < 1 || h > 4 || v < 1 || v > 4 || slot > 3) throw corrupt('frame header');
  return { id, h, v, slot };
}

/** @param bytes the SOS segment with marker and length. @throws {InputError} `image/corrupt`. */
export function readScanHeader(bytes: Uint8Array, { components, progressive }: Frame): ScanHeader {
  const count = bytes[4] ?? 0;
  if (count < 1 || count > components.length || bytes.length < 8 + 2 * count) throw corrupt('scan header');
  const chosen = Array.from({ length: count }, (_, i) => {
    const [id, tables] = [bytes[5 + 2 * i] ?? 0, bytes[6 + 2 * i] ?? 0];
    return { index: components.findIndex((component) => component.id === id), dc: tables >> 4, ac: tables & 15 };
  });
  if (chosen.some(({ index, dc, ac }) => index < 0 || dc > 3 || ac > 3) || new Set(chosen.map(({ index }) => index)).size !== count) throw corrupt('scan header');
  const blocks = chosen.reduce((sum, { index }) => sum + (components[index]?.h ?? 0) * (components[index]?.v ?? 0), 0);
  if (count > 1 && blocks > 10) throw corrupt('scan header'); // §B.2.3
  const at = 5 + 2 * count;
  if (!progressive) return { components: chosen, spectralStart: 0, spectralEnd: 63, approximationHigh: 0, approximationLow: 0 };
  const [spectralStart, spectralEnd, approximation] = [bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0];
  const [approximationHigh, approximationLow] = [approximation >> 4, approximation & 15];
  const isDc = spectralStart === 0 && spectralEnd === 0;
  const isAc = spectralStart > 0 && spectralEnd >= spectralStart && spectralEnd <= 63 && count === 1;
  if (!(isDc || isAc) || approximationLow > 13 || (approximationHigh !== 0 && approximationHigh !== approximationLow + 1)) throw corrupt('scan header');
  return { components: chosen, spectralStart, spectralEnd, approximationHigh, approximationLow };
}

/** Sets the tables of one DQT segment, natural order. @param bytes with marker and length. @throws {InputError} `image/corrupt`. */
export function readQuantisation(bytes: Uint8Array, slots: (Uint16Array | undefined)[]): void {
  for (let at = 4; at < bytes.length;) {
    const info = bytes[at++] ?? 0;
    const wide = info >> 4;
    if (wide > 1 || (info & 15) > 3 || at + 64 * (wide + 1) > bytes.length) throw corrupt('quantisation table');
    const table = new Uint16Array(64);
    for (let k = 0; k < 64; k++) {
      const step = wide ? ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0) : bytes[at] ?? 0;
      if (step === 0) throw corrupt('quantisation table');
      table[ZIGZAG[k] ?? 0] = step;
      at += wide + 1;
    }
    slots[info & 15] = table;
  }
}

export function corrupt(what: string): InputError {
  return new InputError('image/corrupt', `the JPEG has a damaged ${what}`, { what });
}
