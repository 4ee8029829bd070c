/**
 * Paper tone: plain places whose brightness or colour steps away from the paper around them.
 *
 * Sees patches from another sheet and fills of a slightly wrong colour; shading by light is slow, a patch is not.
 * Blind to patches of the same tone; finds printed areas and shadows with sharp borders too, which lowers its weight.
 * Source: the local contrast of means, in the manner of Achanta et al., IEEE CVPR 2009, doi:10.1109/CVPR.2009.5206596.
 */
import { peakOf, strongest } from '../../imaging/pages/block-map.ts';
import { localOutlier } from '../../imaging/pages/local-outlier.ts';
import { definePageDetector } from '../detector.ts';

export default definePageDetector({
  name: 'paper-tone', version: 1, finds: ['tampered-region'], only: 'document', params: { leastPlain: 120 },

  detect({ blocks }, { leastPlain }) {
    const { columns, rows, plain, mean, blue, red } = blocks;
    const size = { columns, rows };
    if (plain.reduce((sum, v) => sum + v, 0) < leastPlain) return { abstain: 'nothing-to-compare' };
    const tone = localOutlier(mean, plain, size);
    const colour = strongest([localOutlier(blue, plain, size), localOutlier(red, plain, size)]);
    return { layers: { tone, colour }, measures: { tone: { value: peakOf(tone), unit: '1' }, colour: { value: peakOf(colour), unit: '1' } } };
  },
});
