/** The outline of a mask as a simple polygon. */
import type { Point } from '../../core/geometry.ts';
import { image } from '../../core/image.ts';
import { connectedComponents } from '../../imaging/components.ts';
import { traceOutline } from '../../imaging/matching/outline.ts';

/** px, how far the polygon may run from the true outline. */
const SLACK = 0.9;

/** The outer outline of the largest 4-connected part, holes filled, in pixels of the mask (corners whole); empty for an empty mask. */
export function outlineOf(mask: Uint8Array, width: number, height: number): Point[] {
  const { labels, components } = connectedComponents(image(width, height, 1, mask), 4);
  const largest = components.reduce<(typeof components)[number] | undefined>((best, next) => (best && best.area >= next.area ? best : next), undefined);
  if (!largest) return [];
  return traceOutline({ width, height, data: Uint8Array.from(labels, (label) => (label === largest.label ? 1 : 0)) }, { tolerance: SLACK });
}
