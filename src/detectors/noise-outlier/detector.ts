/**
 * Noise and sharpness outliers: places whose grain, or whose edges, differ from those of equal brightness and contrast on the same page.
 *
 * Sees patches from another picture, drawn or re-typed letters, blurred or sharpened places, as long as the grain outlived the coder.
 * Blind to pages without grain, to patches from the same page, and to a page that is uneven by nature (a photograph of different materials).
 * Sources: Immerkær, CVIU 64(2), 1996, doi:10.1006/cviu.1996.0060 (noise of a block); Lyu, Pan, Zhang, IJCV 110, 2014, doi:10.1007/s11263-013-0688-y (local noise as evidence of splices).
 */
import { peakOf } from '../../imaging/pages/block-map.ts';
import { conditioned, localOutlier } from '../../imaging/pages/local-outlier.ts';
import { definePageDetector } from '../detector.ts';

export default definePageDetector({
  name: 'noise-outlier', version: 2, finds: ['tampered-region'], params: { leastPlain: 80 },

  detect({ blocks }, { leastPlain }) {
    const { columns, rows, plain, noise, mean, contrast, sharpness } = blocks;
    const size = { columns, rows };
    const grain = noise.map((v) => Math.log(v + 0.05));
    const usablePlain = plain.map((v, i) => (v && (noise[i] ?? 0) > 0 && (mean[i] ?? 0) < SATURATED ? 1 : 0));
    const usableEdges = contrast.map((v) => (v > LEAST_EDGE ? 1 : 0));
    const edges = Uint8Array.from(usableEdges);
    if (count(usablePlain) < leastPlain && count(edges) < leastPlain) return { abstain: 'nothing-to-compare' };
    // of plain ground contrast is grain, so only brightness may explain it
    const byGrain = localOutlier(conditioned(grain, usablePlain, mean, new Float32Array(contrast.length)), usablePlain, size);
    const bySharpness = localOutlier(conditioned(sharpness, edges, mean, contrast), edges, size);
    return {
      layers: { grain: byGrain, sharpness: bySharpness },
      measures: { grain: { value: peakOf(byGrain), unit: '1' }, sharpness: { value: peakOf(bySharpness), unit: '1' } },
    };
  },
});

/** grey: brighter blocks are clipped, so their grain says nothing. */
const SATURATED = 252;
/** grey: edges weaker than this are grain. */
const LEAST_EDGE = 40;

const count = (mask: Uint8Array): number => mask.reduce((sum, v) => sum + v, 0);
