/** Keeps regions inside their panel. */
import type { Region } from '../../core/regions.ts';

/** Every vertex moved to the nearest point of the panel: regions leave it by a rounding error at most. */
export function clippedTo(region: Region<'panel'>, { width, height }: { readonly width: number; readonly height: number }): Region<'panel'> {
  return { polygon: region.polygon.map(({ x, y }) => ({ x: Math.min(width, Math.max(0, x)), y: Math.min(height, Math.max(0, y)) })) };
}
