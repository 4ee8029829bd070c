/** The keyed signs of a mark: one bit for each coefficient of the band. */
import { createHash, createHmac } from 'node:crypto';
import { BAND_SIZE } from './band.ts';
import { blockCount, type Grid } from './canonical-grid.ts';

export const DESIGN_ID = 'sbm1';
const KEY_BYTES = 32;

/**
 * Bit i (least significant first) is 1 where chip i is +1. Chips run over blocks in reading order, 40 each.
 * Source: SHAKE256 of FIPS 202 as the expander, HMAC-SHA256 (RFC 2104) to separate uses of the key.
 *
 * @throws {RangeError} the key is not 32 bytes.
 */
export function chipBits(key: Uint8Array, grid: Grid): Uint8Array {
  if (key.length !== KEY_BYTES) throw new RangeError(`key: expected ${KEY_BYTES} bytes, got ${key.length}`);
  const seed = createHmac('sha256', key).update(`wm1|chips|${DESIGN_ID}|${grid.columns}|${grid.rows}`).digest();
  const bytes = Math.ceil((blockCount(grid) * BAND_SIZE) / 8);
  return createHash('shake256', { outputLength: bytes }).update(seed).digest();
}
