/** Lays a mark over an image: seen by nobody, found again by whoever has the key and the unmarked original. */
import type { LumaImage } from '../core/image.ts';
import { localDeviation } from '../imaging/kernels/mark.ts';
import { BAND_SIZE, fromBand, toBand } from './band.ts';
import { BLOCK, blockCount, canonicalGrid, type Grid } from './canonical-grid.ts';
import { chipBits, DESIGN_ID } from './chips.ts';
import type { DeltaRows, EmbedOutcome, EmbedRequest, LumaRows } from './engine.types.ts';
import { blockMask, FLAT_ACTIVITY } from './mask.ts';
import { payloadSigns, setCount } from './payload.ts';
import { blockMeansOf } from './residual.ts';
import { rowShrinker } from './row-shrinker.ts';
import { innerRows, readStrips, STRIP_ROWS } from './row-strips.ts';
import { predictX } from './self-test.ts';
import { maskRadius, weaver, type Weaver } from './weaver.ts';

export const DEFAULT_STRENGTH = 45;
/** px and px²; below them the mark does not survive (measured in design). */
const LEAST_SIDE = 128;
const LEAST_AREA = 30_000;
const SMALL_SIDE = 256;
const SMALL_AREA = 100_000;
/** Share of blocks without texture beyond which an image is refused. */
const MOST_FLAT = 0.9;
const LEAST_X = 12;
/** px²; of an image up to this size each pixel's share of the mark is kept between the passes (4 bytes), of a larger one worked out again. */
const KEPT_AREA = 25_000_000;
/** px² of the self-test's image, at most half the size of the original. */
const TEST_AREA = 1_000_000;

/**
 * The additive mark of an image, or why it cannot be marked. The same request gives the same mark.
 *
 * @throws {RangeError} key, payload or strength is not as `EmbedRequest` says.
 */
export function embedMark({ source, key, payload = 0, maxPayload = 0, strength = DEFAULT_STRENGTH }: EmbedRequest): EmbedOutcome {
  const { width, height } = source;
  const sets = setCount(maxPayload);
  if (!Number.isInteger(payload) || payload < 0 || payload > maxPayload) throw new RangeError(`payload: expected a whole number in [0, ${maxPayload}], got ${payload}`);
  if (!(strength >= 36 && strength <= 60)) throw new RangeError(`strength: expected 36 to 60 dB, got ${strength}`);
  if (Math.min(width, height) < LEAST_SIDE || width * height < LEAST_AREA) return { refused: 'too-small', figures: { width, height } };

  const grid = canonicalGrid(width, height);
  const test = testSize(width, height);
  const { canonical, reduced, deviations, kept } = look(source, grid, test);
  const band = toBand(canonical.data, grid);
  const mask = blockMask(band, grid);
  const flatShare = mask.activity.reduce((n, activity) => n + (activity < FLAT_ACTIVITY ? 1 : 0), 0) / mask.activity.length;
  if (flatShare > MOST_FLAT) return { refused: 'too-flat', figures: { width, height, flatShare } };

  const signs = markSigns(key, grid, payload, sets);
  const woven = weaver(source, grid, { mark: fromBand(amplified(signs, mask.amplitude), grid), deviations });
  const shrinker = rowShrinker(source, test, 128);
  let energy = 0;
  for (let i = 0; i < woven.count; i++) {
    const strip = woven.strip(i, kept[i]);
    energy += strip.energy;
    shrinker.push(strip.rows);
    if (kept[i]) kept[i] = strip.rows;
  }
  const gain = gainFor(strength, energy / (width * height));
  const predictedX = predictX({ grid, plane: canonical.data, mask, means: blockMeansOf(canonical.data, grid) }, { unmarked: reduced, delta: shrinker.finish().data.map((v) => v * gain), signs: Int8Array.from(signs) });
  if (predictedX < LEAST_X) return { refused: 'too-flat', figures: { width, height, flatShare, predictedX } };

  return {
    design: { id: DESIGN_ID, width, height, ...grid, strength, maxPayload }, delta: deltaRows(woven, kept, { width, gain }), canonical, predictedX,
    small: Math.min(width, height) < SMALL_SIDE || width * height < SMALL_AREA,
  };
}

function amplified(signs: Float32Array, amplitude: Float32Array): Float32Array {
  const out = new Float32Array(signs.length);
  for (let block = 0, i = 0; block < amplitude.length; block++) for (let k = 0; k < BAND_SIZE; k++, i++) out[i] = (signs[i] ?? 0) * (amplitude[block] ?? 0);
  return out;
}

/** ±1 of every chip with its payload. */
function markSigns(key: Uint8Array, grid: Grid, payload: number, sets: number): Float32Array {
  const bits = chipBits(key, grid);
  const modulation = payloadSigns(payload, blockCount(grid) * BAND_SIZE, sets);
  return Float32Array.from(modulation, (sign, i) => (((bits[i >> 3] ?? 0) >> (i & 7)) & 1 ? sign : -sign));
}

/** Factor on the woven mark so that, with rounding to 8 bit, the mean square error is that of the PSNR asked for. @param meanSquare of the woven mark. */
function gainFor(strength: number, meanSquare: number): number {
  const target = 255 ** 2 / 10 ** (strength / 10);
  return Math.sqrt(Math.max(target - 1 / 12, target / 2) / Math.max(1e-12, meanSquare));
}

function testSize(width: number, height: number): { readonly width: number; readonly height: number } {
  const zoom = Math.min(0.5, Math.sqrt(TEST_AREA / (width * height)));
  return { width: Math.max(16, Math.round(width * zoom)), height: Math.max(16, Math.round(height * zoom)) };
}

interface Looked {
  /** The image on the grid. */
  readonly canonical: LumaImage;
  /** At the self-test's size. */
  readonly reduced: LumaImage;
  /** Mean local deviation of every block. */
  readonly deviations: Float32Array;
  /** The local deviation of every strip's pixels; empty where the image is too large to keep it. */
  readonly kept: Float32Array[];
}

/** The first pass. */
function look(source: LumaRows, grid: Grid, test: { readonly width: number; readonly height: number }): Looked {
  const { width, height } = source;
  const halo = maskRadius(width, grid);
  const strips = readStrips(source, halo);
  const [canonical, reduced] = [rowShrinker(source, { width: grid.columns, height: grid.rows }), rowShrinker(source, test)];
  const kept: Float32Array[] = [];
  const blocks = rowShrinker(source, { width: grid.columns / BLOCK, height: grid.rows / BLOCK });
  for (let i = 0; i < strips.count; i++) {
    const strip = strips.strip(i);
    const rows = innerRows(strip, width, halo);
    canonical.push(rows);
    reduced.push(rows);
    const deviation = localDeviation({ width, height: strip.rows + 2 * halo, data: strip.data }, halo);
    blocks.push(deviation);
    if (width * height <= KEPT_AREA) kept.push(deviation);
  }
  return { canonical: canonical.finish(), reduced: reduced.finish(), deviations: blocks.finish().data, kept };
}

/** @param kept the woven strips, as far as they were kept. */
function deltaRows({ strip }: Weaver, kept: readonly Float32Array[], { width, gain }: { readonly width: number; readonly gain: number }): DeltaRows {
  let held: { readonly top: number; readonly rows: Float32Array } = { top: 0, rows: new Float32Array(0) };
  return {
    read(y, out) {
      if (y < held.top || (y - held.top) * width >= held.rows.length) {
        const index = Math.floor(y / STRIP_ROWS);
        held = { top: index * STRIP_ROWS, rows: kept[index] ?? strip(index).rows };
      }
      for (let x = 0, at = (y - held.top) * width; x < width; x++, at++) out[x] = gain * (held.rows[at] ?? 0);
    },
  };
}
