/** What the network says of each patch of a panel, or why it is not asked. */
import type { PanelInput } from '../detector.ts';
import { blockiness } from './blockiness.ts';
import { logitsOf } from './network.ts';
import { choosePatches, type PatchLimits, type PatchPlace } from './patches.ts';

export interface LookLimits extends PatchLimits {
  readonly leastPatches: number;
  /** px, shorter side. */
  readonly leastSide: number;
  /** As `blockiness` measures it. */
  readonly mostBlocky: number;
}

export type Look = { readonly places: readonly PatchPlace[]; readonly logits: readonly number[] } | { readonly abstain: 'too-small' | 'too-flat' | 'drawn' | 'too-compressed' };

export function lookAt({ rgb, luma, mask }: Pick<PanelInput, 'rgb' | 'luma' | 'mask'>, limits: LookLimits): Look {
  if (Math.min(rgb.width, rgb.height) < limits.leastSide) return { abstain: 'too-small' };
  const { places, drawn } = choosePatches(luma, mask, limits);
  if (places.length < limits.leastPatches) return { abstain: drawn > 0.5 ? 'drawn' : 'too-flat' };
  if (blockiness(luma) > limits.mostBlocky) return { abstain: 'too-compressed' };
  return { places, logits: logitsOf(rgb, places) };
}
