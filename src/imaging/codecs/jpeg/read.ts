/** Own reader of JPEG coefficients: neither libjpeg's binding in sharp nor the npm builds of mozjpeg give them out. */
import { InputError, LimitError } from '../../../core/errors.ts';
import { layoutsOf, type Layout } from './blocks.ts';
import { colourOf } from './colour.ts';
import { entropyData } from './entropy-source.ts';
import { corrupt, isFrameHeader, readFrame, readQuantisation, readScanHeader, type Frame } from './frame.ts';
import { readHuffmanTables, type HuffmanTable } from './huffman.ts';
import type { Jpeg, JpegComponent, JpegPart, SegmentPart } from './jpeg.types.ts';
import { readScan } from './read-scan.ts';

export interface JpegLimits {
  /** px, width × height; checked before anything is allocated. */
  readonly maxPixels: number;
  /** A file that ends early or has damaged data is read as far as it goes, with `truncated` set, instead of refused. */
  readonly tolerant?: boolean;
}

/** Scans of one file. Encoders use ten or so; each costs a pass over all blocks, so thousands are an attack. */
const MAX_SCANS = 200;

interface Reading {
  readonly bytes: Uint8Array;
  readonly limits: JpegLimits;
  readonly parts: JpegPart[];
  readonly quantisation: (Uint16Array | undefined)[];
  readonly dc: (HuffmanTable | undefined)[];
  readonly ac: (HuffmanTable | undefined)[];
  restartInterval: number;
  frame: Frame | undefined;
  layouts: readonly Layout[];
  coefficients: readonly Int16Array[];
  /** By component, as it stood at its first scan. */
  steps: (Uint16Array | undefined)[];
  scans: number;
  truncated: boolean;
}

/**
 * Takes a JPEG apart: baseline, extended sequential and progressive with Huffman codes, 8 bit, 1, 3 or 4 components in any sampling.
 *
 * @throws {InputError} `image/corrupt`, `image/truncated`, `image/unsupported` (arithmetic, lossless, 12 bit).
 * @throws {LimitError} `image/too-many-pixels`, `image/too-many-frames` (scans).
 */
export function readJpeg(bytes: Uint8Array, limits: JpegLimits): Jpeg {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) throw new InputError('image/corrupt', 'the file does not begin as a JPEG');
  const reading: Reading = {
    bytes, limits, parts: [], quantisation: [], dc: [], ac: [], restartInterval: 0,
    frame: undefined, layouts: [], coefficients: [], steps: [], scans: 0, truncated: false,
  };
  let at = 2;
  for (;;) {
    const start = bytes.indexOf(0xff, at);
    let mark = start;
    while (bytes[mark] === 0xff) mark++;
    const marker = bytes[mark];
    if (start < 0 || marker === undefined) {
      at = bytes.length;
      endedEarly(reading);
      break;
    }
    if (marker === 0xd9) {
      at = mark + 1;
      break;
    }
    at = marker === 0 || isBare(marker) ? mark + 1 : readSegment(reading, marker, mark - 1);
  }
  return finished(reading, bytes.subarray(at));
}

/** RSTn, SOI and TEM have no length; out of place they mean nothing. */
function isBare(marker: number): boolean {
  return (marker >= 0xd0 && marker <= 0xd8) || marker === 0x01;
}

/** @param at offset of the marker. @returns the offset after the segment, and after its data if it is a scan. */
function readSegment(reading: Reading, marker: number, at: number): number {
  const { bytes } = reading;
  const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
  const end = at + 2 + length;
  if (end > bytes.length || at + 4 > bytes.length) {
    endedEarly(reading);
    return bytes.length;
  }
  if (length < 2) throw corrupt('segment length');
  const segment: SegmentPart = { kind: 'segment', marker, bytes: bytes.subarray(at, end) };
  if (marker === 0xda) return readScanAt(reading, segment.bytes, end);
  note(reading, segment);
  reading.parts.push(segment);
  return end;
}

function note(reading: Reading, { marker, bytes }: SegmentPart): void {
  if (marker === 0xdb) readQuantisation(bytes, reading.quantisation);
  else if (marker === 0xc4) for (const { kind, slot, table } of readHuffmanTables(bytes)) reading[kind][slot] = table;
  else if (marker === 0xdd) reading.restartInterval = ((bytes[4] ?? 0) << 8) | (bytes[5] ?? 0);
  else if (isFrameHeader(marker)) beginFrame(reading, bytes);
}

function beginFrame(reading: Reading, bytes: Uint8Array): void {
  if (reading.frame) throw corrupt('structure: it has two frame headers');
  const frame = readFrame(bytes, reading.limits.maxPixels);
  reading.frame = frame;
  reading.layouts = layoutsOf(frame.width, frame.height, frame.components);
  reading.coefficients = reading.layouts.map(({ storedColumns, storedRows }) => new Int16Array(storedColumns * storedRows * 64));
}

function readScanAt(reading: Reading, bytes: Uint8Array, from: number): number {
  const { frame, layouts, coefficients, restartInterval } = reading;
  if (!frame) throw corrupt('structure: it has no frame header before its data');
  if (++reading.scans > MAX_SCANS) throw new LimitError('image/too-many-frames', `the JPEG has more than ${MAX_SCANS} scans; save it again`, { limit: MAX_SCANS });
  const header = readScanHeader(bytes, frame);
  for (const { index } of header.components) reading.steps[index] ??= reading.quantisation[frame.components[index]?.slot ?? 0]?.slice();
  const source = entropyData(reading.bytes, from);
  const { damaged, padsWithZeros } = readScan({ header, progressive: frame.progressive, layouts, coefficients, tables: reading, restartInterval }, source);
  if (damaged && !reading.limits.tolerant) {
    if (source.end >= reading.bytes.length) endedEarly(reading);
    throw corrupt('scan: its data ends early or holds codes that do not exist');
  }
  reading.truncated ||= damaged;
  reading.parts.push({ kind: 'scan', header, bytes, restartInterval, padsWithZeros });
  return source.end;
}

function endedEarly(reading: Reading): void {
  if (!reading.limits.tolerant) throw new InputError('image/truncated', `the JPEG ends early, after ${reading.bytes.length} bytes`, { bytes: reading.bytes.length });
  reading.truncated = true;
}

function finished(reading: Reading, trailer: Uint8Array): Jpeg {
  const { frame, layouts, coefficients, steps, parts } = reading;
  if (!frame || reading.scans === 0) throw new InputError('image/truncated', 'the JPEG ends before its image data', { bytes: reading.bytes.length });
  const components = frame.components.map((component, i): JpegComponent => {
    const [layout, own, quantisation] = [layouts[i], coefficients[i], steps[i]];
    if (!layout || !own || !quantisation) throw corrupt('structure: a component has no scan or no quantisation table');
    return { ...component, ...layout, quantisation, coefficients: own };
  });
  return {
    width: frame.width, height: frame.height, progressive: frame.progressive, components, ...colourOf(frame.components, parts), parts, trailer, truncated: reading.truncated,
  };
}
