/** Everything that is measured on one blot, before it is judged. */
import type { PanelInput } from '../detector.ts';
import { binnedForEdges } from './crispness.ts';
import { measureJumps, type Jumps } from './jumps.ts';
import { findPatches, type Patch } from './patches.ts';
import { turned, uprightPlane } from './plane.ts';
import { findSeams, measured, type Seam } from './seams.ts';

export interface Examined {
  readonly upright: readonly Seam[];
  readonly level: readonly Seam[];
  readonly patches: readonly Patch[];
  /** Jumps of 4 rows, hard and soft, by direction. */
  readonly groups: { readonly upright: readonly Jumps[]; readonly level: readonly Jumps[] };
}

export function examine({ luma, mask }: Pick<PanelInput, 'luma' | 'mask'>): Examined {
  const upright = uprightPlane(luma, mask);
  const level = turned(upright);
  const [uprightJumps, levelJumps] = [measureJumps(upright), measureJumps(level)];
  const ofGroups = (jumps: readonly Jumps[]): Jumps[] => jumps.filter(({ bin }) => bin === 4);
  const groups = { upright: ofGroups(uprightJumps), level: ofGroups(levelJumps) };
  return {
    upright: findSeams(upright, measured(uprightJumps), levelJumps),
    level: findSeams(level, measured(levelJumps), uprightJumps),
    patches: findPatches({ jumps: groups.upright, edges: binnedForEdges(upright) }, { jumps: groups.level, edges: binnedForEdges(level) }, luma),
    groups,
  };
}
