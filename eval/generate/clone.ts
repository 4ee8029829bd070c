/** Copies a region within a picture as a careful forger would: any outline, soft edge. */
import type { Matrix, Point } from '../../src/core/geometry.ts';
import { image, type GrayImage } from '../../src/core/image.ts';
import { mapRegion, type Region } from '../../src/core/regions.ts';
import type { Random } from '../../src/core/random.ts';
import { between } from '../../test/support/random.ts';
import { blur, rasterize, tone, union, warp, type Bytes, type Tone } from '../../test/support/synthetic-edit.ts';

export interface Cloning {
  readonly region: Region<'panel'>;
  /** Source pixels → copy pixels. */
  readonly matrix: Matrix;
  readonly tone: Tone;
  /** px, standard deviation of the soft edge. */
  readonly feather: number;
}

export interface CloneResult {
  readonly picture: Bytes<3>;
  readonly copy: Region<'panel'>;
  /** 255 in source and copy. */
  readonly mask: GrayImage;
}

export async function clone(picture: Bytes<3>, { region, matrix, tone: toneOfCopy, feather }: Cloning): Promise<CloneResult> {
  const { width, height } = picture;
  const copy = mapRegion<'panel', 'panel'>(region, matrix);
  const stamp = rasterize(copy, width, height);
  const alpha = feather > 0.3 ? await blur(stamp, feather) : stamp;
  const moved = tone(warp(picture, matrix, width, height), toneOfCopy);
  const data = Uint8Array.from(picture.data, (v, i) => {
    const share = (alpha.data[Math.floor(i / 3)] ?? 0) / 255;
    return Math.round(v * (1 - share) + (moved.data[i] ?? 0) * share);
  });
  return { picture: image(width, height, 3, data), copy, mask: union(stamp, rasterize(region, width, height)) };
}

/** A round, boxy or ragged outline about a centre. */
export function outline(random: Random, centre: Point, radius: number): Region<'panel'> {
  const ragged = random.next() < 0.5 ? between(random, 0.05, 0.2) : 0;
  const boxy = random.next() < 0.35;
  const squeeze = between(random, 0.7, 1);
  const polygon = Array.from({ length: 28 }, (_, i) => {
    const angle = (i / 28) * 2 * Math.PI;
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    const reach = radius * (boxy ? 0.9 / Math.max(Math.abs(c), Math.abs(s)) : 1) * (1 + between(random, -ragged, ragged));
    return { x: centre.x + reach * c, y: centre.y + reach * s * squeeze };
  });
  return { polygon };
}

export function isWithin({ polygon }: Region<'panel'>, { width, height }: { readonly width: number; readonly height: number }): boolean {
  return polygon.every(({ x, y }) => x >= 1 && y >= 1 && x <= width - 1 && y <= height - 1);
}

/** px, between the bounding boxes of two regions; negative when they meet. */
export function gapBetween(a: Region<'panel'>, b: Region<'panel'>): number {
  const span = ({ polygon }: Region<'panel'>, axis: 'x' | 'y'): readonly [number, number] => [Math.min(...polygon.map((p) => p[axis])), Math.max(...polygon.map((p) => p[axis]))];
  const gaps = (['x', 'y'] as const).map((axis) => {
    const [[a0, a1], [b0, b1]] = [span(a, axis), span(b, axis)];
    return Math.max(b0 - a1, a0 - b1);
  });
  return Math.max(...gaps);
}
