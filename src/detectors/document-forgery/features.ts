/** One row of numbers for each block of a page: what every detector says of it, and what it is like. */
import type { NamedReading, PageFacts } from '../detector.ts';
import { quantileOf } from '../../imaging/pages/robust.ts';

/** Layers in a fixed order, so that a column always means the same; a layer whose detector abstained is 0. */
export const LAYERS = [
  'cloned-glyph/same', 'cloned-patch/exactness', 'erased-background/constant', 'erased-background/smooth', 'ink-outlier/darkness', 'ink-outlier/edge', 'ink-outlier/rim',
  'ink-outlier/rimTone', 'ink-outlier/stroke', 'jpeg-grid/offGrid', 'noise-outlier/grain', 'noise-outlier/sharpness', 'paper-tone/colour', 'paper-tone/tone',
  'resampling/rhythm', 'text-line/foot', 'text-line/height', 'text-line/ink', 'text-line/stroke',
  'copy-move/copied', 'jpeg-grid/broken',
] as const;
/** Of the block itself and of the page. */
const CONTEXT = ['mean', 'contrast', 'noise', 'sharpness', 'equal', 'plainShare', 'paperNoise', 'paperTone', 'around'] as const;

export const WIDTH = LAYERS.length + CONTEXT.length;

/** N × WIDTH, row-major. */
export function featuresOf({ blocks }: Pick<PageFacts, 'blocks'>, readings: readonly NamedReading[]): Float32Array {
  const { columns, rows, mean, contrast, noise, sharpness, equal, plain, plainShare } = blocks;
  const layers = LAYERS.map((name) => {
    const [detector, layer = ''] = name.split('/');
    const found = readings.find((candidate) => candidate.detector === detector)?.reading;
    return found && 'layers' in found ? found.layers?.[layer]?.values : undefined;
  });
  const paper = { noise: noise.filter((_, i) => plain[i] === 1), mean: mean.filter((_, i) => plain[i] === 1) };
  const paperNoise = paper.noise.length > 0 ? quantileOf(paper.noise, 0.5) : 0;
  const paperTone = paper.mean.length > 0 ? quantileOf(paper.mean, 0.5) : 128;
  const out = new Float32Array(columns * rows * WIDTH);
  for (let i = 0, at = 0; i < columns * rows; i++) {
    for (const layer of layers) out[at++] = layer?.[i] ?? 0;
    out[at++] = mean[i] ?? 0;
    out[at++] = contrast[i] ?? 0;
    out[at++] = noise[i] ?? 0;
    out[at++] = sharpness[i] ?? 0;
    out[at++] = equal[i] ?? 0;
    out[at++] = plainShare;
    out[at++] = paperNoise;
    out[at++] = paperTone;
    out[at++] = contrast[i + columns] ?? contrast[i - columns] ?? 0;
  }
  return out;
}
