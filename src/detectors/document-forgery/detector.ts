/**
 * Document forgery: the verdict on a page or a photograph, from what the page detectors saw.
 *
 * Each question's answer is turned into its rarity among untouched pages; the weighted sum of the rarest small place decides. Weights were fitted on seeded forgeries of real pages.
 * At the default threshold at most one in twenty untouched pages, saved again like the forged ones, was called fake on the half that the threshold was set on.
 * Blind to whatever leaves no trace in pixels: a page edited before it was rendered or printed, clipped paper painted with its own white, coarse compression afterwards.
 * Source: Fisher's combination of independent tests (1925, §21.1) with fitted, non-negative weights instead of equal ones.
 */
import { defineVerdictDetector, type NamedReading, type PageAbstainReason, type PageFacts } from '../detector.ts';
import calibration from './calibration.json' with { type: 'json' };
import { featuresOf } from './features.ts';
import { findRegions } from './regions.ts';
import { oddnessOf, peakOf, probabilities, type Scale } from './score.ts';

export default defineVerdictDetector({
  name: 'document-forgery', version: 2, finds: ['tampered-region'],
  params: { threshold: 0.8, leastRegion: 0.1, leastContentShare: 0.002, mostStep: 40, mostRegions: 50 },

  judge(page, readings, { leastRegion, leastContentShare, mostStep, mostRegions }) {
    const { columns, rows } = page.blocks;
    const nothing = { regions: [], heat: { columns, rows, values: new Float32Array(columns * rows) } };
    const abstain = reasonToAbstain(page, readings, { leastContentShare, mostStep });
    if (abstain) return { ...nothing, abstain };
    const scale = calibration[page.subject] as Scale;
    const odds = oddnessOf(featuresOf(page, readings), scale.channels, page.blocks);
    const heat = { columns, rows, values: probabilities(odds, scale) };
    const regions = findRegions(heat, page, readings, { least: leastRegion, most: mostRegions });
    return { score: probabilities(Float32Array.of(peakOf(odds)), scale)[0] ?? 0, regions, heat };
  },
});

interface Limits {
  readonly leastContentShare: number;
  readonly mostStep: number;
}

/** @returns undefined when the page can be judged. */
function reasonToAbstain({ subject, blocks, steps }: PageFacts, readings: readonly NamedReading[], { leastContentShare, mostStep }: Limits): PageAbstainReason | undefined {
  const content = blocks.contrast.reduce((sum, v) => sum + (v > LEAST_CONTRAST ? 1 : 0), 0) / blocks.contrast.length;
  if (content < leastContentShare) return 'no-content';
  const step = steps ? LOW.reduce((sum, k) => sum + (steps[k] ?? 0), 0) / LOW.length : 0;
  if (step > mostStep) return 'too-compressed';
  const answers = readings.filter(({ reading }) => 'layers' in reading && reading.layers).map(({ detector }) => detector);
  if (answers.length === 0) return 'nothing-to-compare';
  return subject === 'photograph' && !OF_PHOTOGRAPHS.some((name) => answers.includes(name)) ? 'no-traces' : undefined;
}

/** What tells of photographs: repeats in it, and its earlier compression. Grain and sharpness differ within most of them by nature. */
const OF_PHOTOGRAPHS: readonly string[] = ['copy-move', 'jpeg-grid'];

/** grey: a block with less is empty. */
const LEAST_CONTRAST = 16;
/** Low frequencies whose steps tell how coarse a table is: about 40 at libjpeg's quality 15. */
const LOW: readonly number[] = [0, 1, 2, 8, 9, 16];
