/** What the network says of each patch of a panel and the readers of all of them, or why they are not asked. */
import type { Box } from '../../core/geometry.ts';
import type { PanelInput } from '../detector.ts';
import { blockiness } from './blockiness.ts';
import { compressedPatch, toCommonForm } from './common-form.ts';
import { logitsOf } from './network.ts';
import { choosePatches, type PatchLimits } from './patches.ts';
import { tracesOf, type Traces } from './readers.ts';
import { PATCH } from './residuals.ts';
import { planesAt, WINDOW, type Planes } from './windows.ts';

export interface LookLimits extends PatchLimits {
  readonly leastPatches: number;
  /** px, shorter side. */
  readonly leastSide: number;
  /** As `blockiness` measures it. */
  readonly mostBlocky: number;
}

/** Boxes in pixels of the panel. */
export type Look = { readonly boxes: readonly Box<'panel'>[]; readonly logits: readonly number[]; readonly traces: Traces } | { readonly abstain: 'too-small' | 'too-flat' | 'drawn' | 'too-compressed' };

export function lookAt({ rgb, luma, mask }: Pick<PanelInput, 'rgb' | 'luma' | 'mask'>, limits: LookLimits): Look {
  if (Math.min(rgb.width, rgb.height) < limits.leastSide) return { abstain: 'too-small' };
  const common = toCommonForm(luma, mask);
  const { places, drawn } = choosePatches(common.luma, common.mask, limits);
  if (places.length < limits.leastPatches) return { abstain: drawn > 0.5 ? 'drawn' : 'too-flat' };
  if (blockiness(luma) > limits.mostBlocky) return { abstain: 'too-compressed' };
  const [across, down] = [rgb.width / common.luma.width, rgb.height / common.luma.height];
  const boxes = places.map(({ x, y }) => ({ x: x * across, y: y * down, width: PATCH * across, height: PATCH * down }));
  const patches = places.map(({ x, y }) => compressedPatch(rgb, common, x, y));
  return { boxes, logits: logitsOf(patches), traces: tracesOf(boxes.map((box) => middleOf(box, rgb)), patches, limits.leastPatches) };
}

/** The middle of a patch at its native size. */
function middleOf({ x, y, width, height }: Box<'panel'>, rgb: PanelInput['rgb']): Planes {
  const within = (at: number, room: number): number => Math.min(room - WINDOW, Math.max(0, Math.floor(at - WINDOW / 2)));
  return planesAt(rgb, within(x + width / 2, rgb.width), within(y + height / 2, rgb.height));
}
