/** Whether the two sides of a clone are two things, or two ends of one: the ends of a band look like each other's mirror images by nature. */
import type { LumaImage } from '../../core/image.ts';
import { levelQuantiles } from '../../imaging/level-quantiles.ts';
import type { Clone } from './grow.ts';
import { sampleAt } from './sample.ts';
import { mapX, mapY } from './similarity.ts';

/** Share of the source side that is its core: what differs most from the ground. */
const CORE = 0.2;
/** px to both sides of the straight way between the cores; bands bend. */
const ASIDE = 4;
/** grey; a core that differs less from the ground is nothing to follow. */
const LEAST_DEPTH = 12;

/** How far the picture goes from the core towards the ground on the way between the two sides, in [0, 1]; 1 where there is no core. */
export function apartness(luma: LumaImage, { region, similarity, agreement: { window } }: Clone): number {
  const of = levelQuantiles(luma.data);
  const ground = of(0.5);
  const isLight = ground > (of(0.02) + of(0.98)) / 2;
  const inside: { readonly x: number; readonly y: number; readonly depth: number }[] = [];
  for (let i = 0; i < region.length; i++) {
    if (!region[i]) continue;
    const [x, y] = [window.x + (i % window.width), window.y + Math.floor(i / window.width)];
    const level = luma.data[y * luma.width + x] ?? 0;
    inside.push({ x: x + 0.5, y: y + 0.5, depth: isLight ? ground - level : level - ground });
  }
  const core = inside.sort((a, b) => b.depth - a.depth).slice(0, Math.max(1, Math.round(CORE * inside.length)));
  const mean = (of: (one: (typeof core)[number]) => number): number => core.reduce((sum, one) => sum + of(one), 0) / Math.max(1, core.length);
  const [depth, x, y] = [mean((one) => one.depth), mean((one) => one.x), mean((one) => one.y)];
  if (!(depth >= LEAST_DEPTH)) return 1;
  const [dx, dy] = [mapX(similarity, x, y) - x, mapY(similarity, x, y) - y];
  const length = Math.hypot(dx, dy);
  let shallowest = depth;
  for (let step = 0; step <= length; step++) {
    let deepest = -Infinity;
    for (let aside = -ASIDE; aside <= ASIDE; aside++) {
      const level = sampleAt(luma, x + (dx * step - dy * aside) / length, y + (dy * step + dx * aside) / length);
      const here = isLight ? ground - level : level - ground;
      if (here > deepest) deepest = here;
    }
    if (deepest < shallowest) shallowest = deepest;
  }
  return Math.min(1, Math.max(0, 1 - shallowest / depth));
}
