/**
 * Erased background: plain places that are smoother than the plain places around them, or filled with one value.
 *
 * Sees words painted over with one colour, and holes filled by smooth interpolation, on paper whose grain outlived the coder.
 * Blind to paper that is clipped to white or rendered without grain, and to fills with grain of their own.
 * Source: the smoothness of filled regions, Wu, Sun, Yu, IEEE ICIP 2008, doi:10.1109/ICIP.2008.4712089, here by local noise and equal neighbours.
 */
import { peakOf } from '../../imaging/pages/block-map.ts';
import { conditioned, localOutlier } from '../../imaging/pages/local-outlier.ts';
import { quantileOf } from '../../imaging/pages/robust.ts';
import { definePageDetector } from '../detector.ts';

export default definePageDetector({
  name: 'erased-background', version: 1, finds: ['tampered-region'], params: { leastPlain: 120, leastNoise: 0.25 },

  detect({ blocks }, { leastPlain, leastNoise }) {
    const { columns, rows, plain, noise, equal, mean, contrast } = blocks;
    const size = { columns, rows };
    const usable = plain.map((v, i) => (v && (mean[i] ?? 0) < SATURATED && (mean[i] ?? 0) > 3 ? 1 : 0));
    const own = noise.filter((_, i) => usable[i] === 1);
    if (own.length < leastPlain) return { abstain: 'nothing-to-compare' };
    const typical = quantileOf(own, 0.5);
    if (typical < leastNoise) return { abstain: 'born-digital' };
    const grain = conditioned(noise.map((v) => Math.log(v + 0.1)), usable, mean, new Float32Array(contrast.length));
    const smooth = localOutlier(grain, usable, size);
    const constant = localOutlier(equal, usable, size);
    return { layers: { smooth, constant }, measures: { smooth: { value: peakOf(smooth), unit: '1' }, constant: { value: peakOf(constant), unit: '1' }, paperNoise: { value: typical, unit: 'grey' } } };
  },
});

/** grey: clipped paper has no grain to miss. */
const SATURATED = 252;
