/** Where an image is looked at: patches with texture, no label in them, not drawn flat. */
import type { GrayImage, LumaImage, MaskImage } from '../../core/image.ts';
import { PATCH } from './residuals.ts';

export interface PatchPlace {
  /** px, left top corner. */
  readonly x: number;
  readonly y: number;
  /** Mean step between neighbours, grey. */
  readonly texture: number;
}

export interface PatchLimits {
  readonly most: number;
  /** grey; a patch with less shows no traces. */
  readonly leastTexture: number;
  /** Share of neighbours that are exactly equal: above, the patch was drawn or filled, not sampled or generated. */
  readonly mostEqual: number;
  /** Share of the patch under labels and scale bars. */
  readonly mostMasked: number;
}

export interface ChosenPatches {
  readonly places: readonly PatchPlace[];
  /** Of the places left out, shares of all that were looked at. */
  readonly plain: number;
  readonly drawn: number;
}

const STEP = PATCH / 2;

/** The busiest half and, evenly, of the rest; no two share more than half their width. Both parities of the pixel grid occur. */
export function choosePatches(luma: LumaImage | GrayImage, mask: MaskImage, { most, leastTexture, mostEqual, mostMasked }: PatchLimits): ChosenPatches {
  let [seen, plain, drawn] = [0, 0, 0];
  const usable: PatchPlace[] = [];
  for (const y of stops(luma.height)) for (const x of stops(luma.width)) {
    seen++;
    const { texture, equal, masked } = looksOf(luma, mask, x, y);
    if (masked > mostMasked) continue;
    if (equal > mostEqual) drawn++;
    else if (texture < leastTexture) plain++;
    else usable.push({ x, y, texture });
  }
  const ranked = usable.sort((a, b) => b.texture - a.texture || a.y - b.y || a.x - b.x);
  const apart: PatchPlace[] = [];
  for (const place of ranked) {
    if (apart.every((other) => Math.max(Math.abs(other.x - place.x), Math.abs(other.y - place.y)) >= STEP - 1)) apart.push(place);
  }
  const busiest = apart.slice(0, Math.ceil(most / 2));
  const rest = apart.slice(busiest.length);
  const count = Math.min(most - busiest.length, rest.length);
  const others = Array.from({ length: count }, (_, i) => rest[Math.floor(((i + 0.5) * rest.length) / count)]).filter((place) => place !== undefined);
  return { places: [...busiest, ...others], plain: plain / Math.max(1, seen), drawn: drawn / Math.max(1, seen) };
}

/** Left or top edges: half a patch apart, shifted by a pixel in turn, the last at the end. At most {@link MOST_STOPS}: a large image is sampled more thinly. */
function stops(length: number): readonly number[] {
  const room = length - PATCH;
  if (room < 0) return [];
  const count = Math.min(MOST_STOPS, Math.floor(room / STEP) + 1);
  const step = count > 1 ? room / (count - 1) : 0;
  return Array.from({ length: count }, (_, i) => Math.max(0, Math.floor(i * step) - (i & 1)));
}

const MOST_STOPS = 24;

/** Every second pixel is enough to choose by. */
function looksOf(luma: LumaImage | GrayImage, mask: MaskImage, left: number, top: number): { readonly texture: number; readonly equal: number; readonly masked: number } {
  const { width, data } = luma;
  const { data: covered } = mask;
  let steps = 0;
  let equal = 0;
  let masked = 0;
  let count = 0;
  for (let y = top; y < top + PATCH - 1; y += 2) for (let x = left, i = y * width + left; x < left + PATCH - 1; x += 2, i += 2) {
    const here = data[i] ?? 0;
    const across = Math.abs((data[i + 1] ?? 0) - here);
    const down = Math.abs((data[i + width] ?? 0) - here);
    steps += across + down;
    if (across === 0 && down === 0) equal++;
    if (covered[i] !== 0) masked++;
    count++;
  }
  return { texture: steps / (2 * count), equal: equal / count, masked: masked / count };
}
