/** Frames drawn around a part of a panel to announce a detail. */
import type { LumaImage } from '../../core/image.ts';

/** px around the expected line in which it is sought. */
const SLACK = 4;
/** Share of a side that must be pure white or black. */
const SOLID = 0.7;

/** Whether at least three sides of a box carry a straight line of pure white or black. */
export function hasFrame(luma: LumaImage, { x0, y0, x1, y1 }: { x0: number; y0: number; x1: number; y1: number }): boolean {
  const sides = [
    lineShare(luma, { at: y0, from: x0, to: x1, level: true }), lineShare(luma, { at: y1, from: x0, to: x1, level: true }),
    lineShare(luma, { at: x0, from: y0, to: y1, level: false }), lineShare(luma, { at: x1, from: y0, to: y1, level: false }),
  ];
  return sides.filter((share) => share >= SOLID).length >= 3;
}

interface Line { readonly at: number; readonly from: number; readonly to: number; readonly level: boolean }

/** The best share of one tone among the lines near the expected one, where the lines beside it are not of that tone. */
function lineShare({ width, height, data }: LumaImage, { at, from, to, level }: Line): number {
  const get = (along: number, across: number): number => {
    const [x, y] = level ? [along, across] : [across, along];
    return x < 0 || y < 0 || x >= width || y >= height ? -1 : data[y * width + x] ?? 0;
  };
  let best = 0;
  const [first, last] = [Math.round(from) + 3, Math.round(to) - 3];
  for (let across = Math.round(at) - SLACK; across <= Math.round(at) + SLACK; across++) {
    let [white, black, all] = [0, 0, 0];
    for (let along = first; along <= last; along++) {
      const value = get(along, across);
      if (value < 0) continue;
      const beside = (get(along, across - 4) + get(along, across + 4)) / 2;
      all++;
      if (value > 215 && value - beside > 25) white++;
      if (value < 40 && beside - value > 25) black++;
    }
    if (all > 8) best = Math.max(best, white / all, black / all);
  }
  return best;
}
