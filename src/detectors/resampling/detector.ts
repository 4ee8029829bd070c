/**
 * Resampling: places whose pixels follow each other with a rhythm that the rest of the page does not have, as scaling or turning leaves it.
 *
 * Sees patches of some 64 px and more that were scaled before they were pasted, on pages that were saved finely. Blind to smaller patches, to patches that were not scaled, to what was made much smaller,
 * and after coarse compression. Lines, screens and weaves have rhythms of their own: only those that most of the page lacks count, which a patterned page confounds.
 * Source: Popescu, Farid, IEEE TSP 53(2), 2005, doi:10.1109/TSP.2004.839932; by the second derivative: Mahdian, Saic, IEEE TIFS 3(3), 2008, doi:10.1109/TIFS.2004.924603.
 */
import { BLOCK, blockMap, peakOf } from '../../imaging/pages/block-map.ts';
import { robustSpread } from '../../imaging/pages/robust.ts';
import { definePageDetector } from '../detector.ts';
import { spectraOf, type Spectra } from './spectra.ts';

/** Deviations beyond which a place is no odder. */
const MOST = 30;

export default definePageDetector({
  name: 'resampling', version: 1, finds: ['tampered-region'], slow: true, params: { leastWindows: 60 },

  detect({ luma, blocks: { columns, rows } }, { leastWindows }) {
    const sides = [spectraOf(luma, 'across'), spectraOf(luma, 'down')];
    if (sides.some(({ windows }) => windows.length < leastWindows)) return { abstain: 'nothing-to-compare' };
    const rhythm = blockMap(columns, rows);
    for (const spectra of sides) {
      const odd = oddnessOf(spectra);
      spectra.windows.forEach(({ x, y, side }, n) => {
        const z = Math.min(MOST, odd[n] ?? 0);
        // only the middle of a window is said to be odd: its rim is the next one's
        for (let row = (y + side / 4) / BLOCK; row < (y + 0.75 * side) / BLOCK; row++) for (let column = (x + side / 4) / BLOCK; column < (x + 0.75 * side) / BLOCK; column++) {
          const at = row * columns + column;
          if (z > (rhythm.values[at] ?? 0)) rhythm.values[at] = z;
        }
      });
    }
    return { layers: { rhythm }, measures: { rhythm: { value: peakOf(rhythm), unit: '1' } } };
  },
});

/** Of each window: its strongest rhythm in deviations of the page's windows at the same frequency; never negative. */
function oddnessOf({ windows }: Spectra): Float32Array {
  const out = new Float32Array(windows.length);
  const frequencies = windows[0]?.strengths.length ?? 0;
  for (let k = 0; k < frequencies; k++) {
    const column = Float32Array.from(windows, ({ strengths }) => strengths[k] ?? 0);
    const { median, deviation } = robustSpread(column);
    for (let n = 0; n < out.length; n++) out[n] = Math.max(out[n] ?? 0, ((column[n] ?? 0) - median) / Math.max(deviation, 0.1));
  }
  return out;
}
