/**
 * JPEG grid: places that do not share the page's earlier compression.
 *
 * Sees patches and fills in a page that was a JPEG before it was edited, at any place of the old block grid, aligned with the present one or not,
 * as long as the present compression is finer than the earlier one. Blind to pages that were resized after they were compressed, that were never
 * compressed or only finely, or that were compressed more coarsely afterwards; to plain paper, which has no coefficients that speak.
 * `broken` is the likelihood of that, without a look at the surroundings; it is asked only where the earlier compression is beyond doubt.
 * Sources: Lukáš and Fridrich, DFRWS 2003 (periods of double quantisation); Lin, He, Tang, Tang, Pattern Recognition 42(11), 2009,
 * doi:10.1016/j.patcog.2009.03.019 (their local use); Bianchi and Piva, IEEE TIFS 7(3), 2012, doi:10.1109/TIFS.2012.2187516.
 */
import { blockMap, peakOf, type BlockMap } from '../../imaging/pages/block-map.ts';
import { localOutlier, WINDOWS } from '../../imaging/pages/local-outlier.ts';
import { definePageDetector, type PageInput } from '../detector.ts';
import { brokenGrid } from './broken.ts';
import { findEarlierGrid, speaks, transformAt, type EarlierGrid } from './periods.ts';

export default definePageDetector({
  name: 'jpeg-grid', version: 2, finds: ['tampered-region'], params: { leastBlocks: 150, surePeriods: 4, sureStrength: 0.3 },

  detect(page, { leastBlocks, surePeriods, sureStrength }) {
    const grid = findEarlierGrid(page.luma, page.steps);
    if (!grid) return { abstain: 'no-traces' };
    const { fit, known } = fitOf(page, grid);
    if (known.reduce((sum, v) => sum + v, 0) < leastBlocks) return { abstain: 'nothing-to-compare' };
    const offGrid = localOutlier(fit, known, page.blocks, { ...WINDOWS, leastRing: 20 });
    const periodicity = grid.score / grid.periods.length;
    const broken = grid.periods.length >= surePeriods && periodicity >= sureStrength ? brokenOf(page, grid) : blockMap(page.blocks.columns, page.blocks.rows);
    return {
      layers: { offGrid, broken },
      measures: {
        broken: { value: peakOf(broken), unit: '1' }, offGrid: { value: peakOf(offGrid), unit: '1' }, gridX: { value: grid.x, unit: 'px' }, gridY: { value: grid.y, unit: 'px' },
        frequencies: { value: grid.periods.length, unit: '1' }, periodicity: { value: periodicity, unit: '1' },
      },
    };
  },
});

function brokenOf({ luma, steps, blocks }: PageInput, grid: EarlierGrid): BlockMap {
  const isAligned = grid.x === 0 && grid.y === 0;
  return brokenGrid(luma, grid, isAligned ? steps : undefined, blocks);
}

/** How well each block keeps to the earlier steps: mean cosine of its coefficients that speak, [−1, 1]. */
function fitOf({ luma, blocks: { columns, rows } }: PageInput, { x, y, periods }: EarlierGrid): { readonly fit: Float32Array; readonly known: Uint8Array } {
  const [fit, known] = [new Float32Array(columns * rows), new Uint8Array(columns * rows)];
  const coefficients = new Float32Array(64);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [left, top] = [x + 8 * column, y + 8 * row];
      if (left + 8 > luma.width || top + 8 > luma.height) continue;
      transformAt(luma, left, top, coefficients);
      let [sum, weight] = [0, 0];
      for (const { frequency, step, strength } of periods) {
        const value = coefficients[frequency] ?? 0;
        if (!speaks(value, step)) continue;
        sum += strength * Math.cos((2 * Math.PI * value) / step);
        weight += strength;
      }
      if (weight === 0) continue;
      fit[row * columns + column] = sum / weight;
      known[row * columns + column] = 1;
    }
  }
  return { fit, known };
}
