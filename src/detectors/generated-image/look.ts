/** What the network says of each patch of a panel, or why it is not asked. */
import type { Box } from '../../core/geometry.ts';
import type { PanelInput } from '../detector.ts';
import { toLuma } from '../../imaging/color.ts';
import { blockiness } from './blockiness.ts';
import { toCommonForm } from './common-form.ts';
import { logitsOf } from './network.ts';
import { choosePatches, type PatchLimits } from './patches.ts';
import { PATCH } from './residuals.ts';

export interface LookLimits extends PatchLimits {
  readonly leastPatches: number;
  /** px, shorter side. */
  readonly leastSide: number;
  /** As `blockiness` measures it. */
  readonly mostBlocky: number;
}

/** Boxes in pixels of the panel. */
export type Look = { readonly boxes: readonly Box<'panel'>[]; readonly logits: readonly number[] } | { readonly abstain: 'too-small' | 'too-flat' | 'drawn' | 'too-compressed' };

export function lookAt({ rgb, luma, mask }: Pick<PanelInput, 'rgb' | 'luma' | 'mask'>, limits: LookLimits): Look {
  if (Math.min(rgb.width, rgb.height) < limits.leastSide) return { abstain: 'too-small' };
  const common = toCommonForm(rgb, mask);
  const { places, drawn } = choosePatches(toLuma(common.rgb), common.mask, limits);
  if (places.length < limits.leastPatches) return { abstain: drawn > 0.5 ? 'drawn' : 'too-flat' };
  if (blockiness(luma) > limits.mostBlocky) return { abstain: 'too-compressed' };
  const [across, down] = [rgb.width / common.rgb.width, rgb.height / common.rgb.height];
  return { boxes: places.map(({ x, y }) => ({ x: x * across, y: y * down, width: PATCH * across, height: PATCH * down })), logits: logitsOf(common.rgb, places) };
}
