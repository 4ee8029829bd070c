/** Poses that single matches propose, for images too poor in keypoints for several to agree. */
import { multiply, type Matrix } from '../../core/geometry.ts';
import type { Keypoints } from '../features/keypoints.ts';
import type { Match } from './match-descriptors.ts';

export interface LonePose {
  /** Pixels of a → pixels of b, good to some degrees and a fifth of the scale. */
  readonly matrix: Matrix;
  readonly match: readonly [number, number, number, number];
}

export interface LonePoseOptions {
  readonly minScale?: number;
  readonly maxScale?: number;
  /** The matches are with the mirror image of b, this wide. */
  readonly mirrorWidth?: number;
}

/** The similarity that each match's two places, angles and scales define, in the order of the matches. */
export function lonePoses(a: Keypoints, b: Keypoints, matches: readonly Match[], { minScale = 0.4, maxScale = 2.5, mirrorWidth }: LonePoseOptions = {}): LonePose[] {
  const at = (values: Float32Array, i: number): number => values[i] ?? 0;
  return matches.flatMap((match) => {
    const [x, y, u, v] = [at(a.x, match.a), at(a.y, match.a), at(b.x, match.b), at(b.y, match.b)];
    const scale = at(b.scale, match.b) / at(a.scale, match.a);
    if (scale < minScale || scale > maxScale) return [];
    const mirrored = mirrorWidth !== undefined;
    const turn = (mirrored ? Math.PI - at(b.angle, match.b) : at(b.angle, match.b)) - at(a.angle, match.a);
    const [p, q] = [scale * Math.cos(turn), scale * Math.sin(turn)];
    const seen = mirrored ? mirrorWidth - u : u;
    const upright: Matrix = [p, -q, seen - p * x + q * y, q, p, v - q * x - p * y, 0, 0, 1];
    return [{ matrix: mirrored ? multiply([-1, 0, mirrorWidth, 0, 1, 0, 0, 0, 1], upright) : upright, match: [x, y, u, v] as const }];
  });
}
