/** The scanner's copy–move asked about a whole photograph, its findings weighed anew: photographs repeat more than panels do. */
import { seededRandom } from '../core/random.ts';
import { image } from '../core/image.ts';
import type { Detection, PageAbstention, PageInput, PageReading } from '../detectors/detector.ts';
import { toRgb } from '../imaging/color.ts';
import { extractKeypoints } from '../imaging/features/sift.ts';
import { blockMap, BLOCK, peakOf, type BlockMap } from '../imaging/pages/block-map.ts';
import type { PageBlocks } from '../imaging/pages/page-blocks.ts';
import { quantileOf } from '../imaging/pages/robust.ts';
import { resizeLuma } from '../imaging/resample.ts';
import { rasterMask } from '../intake/panels/raster-mask.ts';
import { panelDetectors } from './catalog.ts';

export const COPIES = 'copy-move';

/** px²; larger photographs are looked at smaller: the size of those that it was measured on. */
const MOST_PIXELS = 520_000;
/**
 * A program draws without grain and repeats by nature: share of pixels equal to their neighbour where something is shown, and grey of the plain ground's grain.
 * Of 42 photographs of the tune half, however saved, none had more than .22 and less than .15; of seven screenshots, as PNG and JPEG, twelve of fourteen are beyond.
 */
const DRAWN = { equal: 0.25, noise: 0.1, contrast: 16 } as const;
/** Log-odds; fainter findings are not told. */
const LEAST = -3;
/** Findings that are told. */
const MOST = 20;

/**
 * @returns `copied`: log-odds plus three on both sides of each finding. Log-odds by `node eval/document-forgery/main.ts fit-copies` on the tune half's photographs.
 */
export function copiesOn(page: PageInput): PageReading | PageAbstention {
  const { columns, rows } = page.blocks;
  if (isDrawn(page.blocks)) return { abstain: 'born-digital' };
  const found = findCopies(page);
  if (!found) return { abstain: 'nothing-to-compare' };
  const copied = blockMap(columns, rows);
  const told = found.map((detection) => ({ detection, odds: copyOdds(detection) })).filter(({ odds }) => odds > LEAST).sort((a, b) => b.odds - a.odds).slice(0, MOST);
  for (const { detection, odds } of told) mark(copied, detection, odds - LEAST);
  const [best] = told;
  return { layers: { copied }, measures: { copied: { value: peakOf(copied), unit: '1' }, copies: { value: told.length, unit: '1' }, ...(best ? best.detection.measures : {}) } };
}

function isDrawn({ plain, mean, noise, contrast, equal }: PageBlocks): boolean {
  const grain = noise.filter((_, i) => plain[i] === 1 && (mean[i] ?? 0) < 252 && (mean[i] ?? 0) > 3);
  if (grain.length >= 60 && quantileOf(grain, 0.5) < DRAWN.noise) return true;
  const shown = equal.filter((_, i) => (contrast[i] ?? 0) > DRAWN.contrast);
  return shown.reduce((sum, v) => sum + v, 0) > DRAWN.equal * shown.length;
}

/** What a finding in a photograph is judged by: log-odds of its score, Fisher's z of its finest detail, and the share of it that the dense search carries by itself. */
export function copyTerms({ score, measures }: Pick<Detection, 'score' | 'measures'>): readonly [number, number, number] {
  const held = Math.max(0.01, Math.min(0.9995, score));
  return [Math.log(held / (1 - held)), Math.atanh(Math.max(0, Math.min(0.985, measures['fineDetail']?.value ?? 0))), measures['support']?.value ?? 0];
}

const BIAS = -10.84;
const WEIGHTS = [0.6, 5.24, 4.33] as const;

function copyOdds(detection: Detection): number {
  return copyTerms(detection).reduce((sum, term, k) => sum + term * (WEIGHTS[k] ?? 0), BIAS);
}

/** In pixels of the page. Undefined: it cannot be asked. */
export function findCopies({ luma }: Pick<PageInput, 'luma'>): readonly Detection[] | undefined {
  const detector = panelDetectors().find(({ name }) => name === COPIES);
  if (!detector) throw new RangeError(`no panel detector ${COPIES}`);
  const zoom = Math.min(1, Math.sqrt(MOST_PIXELS / luma.data.length));
  const [width, height] = [Math.max(1, Math.round(luma.width * zoom)), Math.max(1, Math.round(luma.height * zoom))];
  const small = zoom === 1 ? luma : resizeLuma(luma, width, height);
  const mask = image(width, height, 1, new Uint8Array(width * height));
  const result = detector.detect({
    id: 'page', figure: 'page', class: 'photo', width, height, mask, luma: small, rgb: toRgb(small), // it looks at luma alone
    keypoints: extractKeypoints(small, { mask }),
  }, detector.params, { random: seededRandom(COPIES) });
  return 'abstain' in result ? undefined : result.map((detection) => enlarged(detection, luma.width / width, luma.height / height));
}

function enlarged(detection: Detection, across: number, down: number): Detection {
  if (across === 1 && down === 1) return detection;
  return { ...detection, sides: detection.sides.map(({ panel, region: { polygon } }) => ({ panel, region: { polygon: polygon.map(({ x, y }) => ({ x: x * across, y: y * down })) } })) };
}

/** Every block whose centre lies in the region. */
function mark({ columns, rows, values }: BlockMap, { sides }: Detection, strength: number): void {
  for (const { region: { polygon } } of sides) {
    const { data } = rasterMask([{ polygon: polygon.map(({ x, y }) => ({ x: x / BLOCK, y: y / BLOCK })) }], { x: 0, y: 0, width: columns, height: rows });
    data.forEach((inside, i) => {
      if (inside) values[i] = Math.max(values[i] ?? 0, strength);
    });
  }
}
