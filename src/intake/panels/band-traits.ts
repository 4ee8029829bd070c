/** What tells bands from everything else whatever their colour and darkness: a panel stretched to full contrast, in grey. */
import { image, type LumaImage } from '../../core/image.ts';
import { connectedComponents } from '../../imaging/components.ts';
import { levelQuantiles } from '../../imaging/level-quantiles.ts';

export interface BandTraits {
  /** Of the gradients of the stretched grey: gentle ones among them all, strong ones among the pixels, along an axis among the strong. */
  readonly soft: number;
  readonly strong: number;
  readonly axial: number;
  /** Share of pixels without any gradient. */
  readonly flat: number;
  /** Share of pixels far from the ground: what the bands cover. */
  readonly covered: number;
  /** Mean logarithm of width over height of what is far from the ground, by area; bands lie, nuclei do not. */
  readonly elongation: number;
  /** Share of the box of such a thing that it fills, by area. */
  readonly filled: number;
  /** Things far from the ground. */
  readonly count: number;
}

/** Shares cut off by the stretch at both ends. */
const CUT = 0.004;
/** grey levels of the stretched picture. */
const LEAST_RANGE = 12;
const FLAT = 3;
const STRONG = 48;
/** Share of the range from the ground on. */
const FAR = 0.4;
/** px². */
const LEAST_AREA = 12;

/** @param skip non-zero where a letter or bar is; of the size of `luma`. */
export function bandTraits(luma: LumaImage, skip: Uint8Array): BandTraits {
  const { width, height } = luma;
  const of = levelQuantiles(luma.data, skip);
  const [low, ground, high] = [of(CUT), of(0.5), of(1 - CUT)];
  const zoom = 255 / Math.max(LEAST_RANGE, high - low);
  const { data } = luma;
  let total = 0;
  let flat = 0;
  let soft = 0;
  let strong = 0;
  let axial = 0;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      if (skip[i]) continue;
      const gx = zoom * Math.abs((data[i + 1] ?? 0) - (data[i - 1] ?? 0));
      const gy = zoom * Math.abs((data[i + width] ?? 0) - (data[i - width] ?? 0));
      const g = Math.max(gx, gy);
      total++;
      if (g <= FLAT) flat++;
      else if (g < STRONG) soft++;
      else {
        strong++;
        if (Math.min(gx, gy) < 0.2 * g) axial++;
      }
    }
  }
  const far = Math.max(high - ground, ground - low) * FAR;
  const isLight = ground - low > high - ground;
  const isFar = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const v = data[i] ?? 0;
    if (!skip[i] && (isLight ? ground - v : v - ground) > far) isFar[i] = 1;
  }
  const things = connectedComponents(image(width, height, 1, isFar)).components;
  let [area, elongation, filled, count] = [0, 0, 0, 0];
  for (const thing of things) {
    if (thing.area < LEAST_AREA) continue;
    area += thing.area;
    elongation += thing.area * Math.log(thing.box.width / thing.box.height);
    filled += thing.area * (thing.area / (thing.box.width * thing.box.height));
    count++;
  }
  return {
    soft: soft + strong ? soft / (soft + strong) : 1, strong: total ? strong / total : 0, axial: strong ? axial / strong : 0, flat: total ? flat / total : 1,
    covered: area / Math.max(1, width * height), elongation: area ? elongation / area : 0, filled: area ? filled / area : 0, count,
  };
}
