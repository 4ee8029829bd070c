/** The steps that a JPEG's luma was quantised with, without its coefficients. */
import { AppError } from '../../../core/errors.ts';
import { isFrameHeader, readFrame, readQuantisation, type Frame } from './frame.ts';

const SCAN = 0xda;
const TABLES = 0xdb;

/**
 * Reads the segments up to the first scan.
 * @returns 64 steps, natural order (row = vertical frequency); undefined for what is no whole JPEG up to there, and for the kinds that `readJpeg` refuses.
 */
export function readLumaSteps(bytes: Uint8Array, maxPixels: number): Uint16Array | undefined {
  try {
    return stepsBeforeScan(bytes, maxPixels);
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

function stepsBeforeScan(bytes: Uint8Array, maxPixels: number): Uint16Array | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined;
  const tables: (Uint16Array | undefined)[] = [];
  let frame: Frame | undefined;
  for (let at = 2; ;) {
    let mark = bytes.indexOf(0xff, at);
    if (mark < 0) return undefined;
    while (bytes[mark] === 0xff) mark++;
    const marker = bytes[mark];
    if (marker === undefined || marker === 0xd9) return undefined;
    at = mark + 1;
    if (marker === 0 || (marker >= 0xd0 && marker <= 0xd8) || marker === 0x01) continue; // no length
    const end = at + (((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0));
    if (end > bytes.length || end < at + 2) return undefined;
    const segment = bytes.subarray(mark - 1, end);
    if (marker === SCAN) return tables[frame?.components[0]?.slot ?? 0];
    if (marker === TABLES) readQuantisation(segment, tables);
    else if (isFrameHeader(marker)) frame = readFrame(segment, maxPixels);
    at = end;
  }
}
