import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { image, type LumaImage, type MaskImage } from '../../core/image.ts';
import { seededRandom } from '../../core/random.ts';
import { resizeLuma } from '../resample.ts';
import type { Keypoints } from './keypoints.ts';
import { mirrorDescriptors } from './mirror-descriptors.ts';
import { extractKeypoints } from './sift.ts';

interface GoldenPoint { readonly x: number; readonly y: number; readonly scale: number; readonly angle: number; readonly descriptor: readonly number[] }

const golden = JSON.parse(readFileSync(fixture('sift.json'), 'utf8')) as { readonly points: readonly GoldenPoint[] };
const scene = readPgm(fixture('sift.pgm'));

test('finds the keypoints OpenCV finds, with its scales and angles', () => {
  const found = extractKeypoints(scene, { contrastThreshold: 0.03 });

  const places = golden.points.filter((point) => twinsOf(found, point, 180).length > 0);
  const turned = golden.points.filter((point) => twinsOf(found, point).length > 0);

  expect(places.length / golden.points.length).toBeGreaterThan(0.96);
  expect(turned.length / golden.points.length).toBeGreaterThan(0.87); // second peaks near the 80 % limit go either way
});

test('describes them as OpenCV does', () => {
  const found = extractKeypoints(scene, { contrastThreshold: 0.03 });

  const likeness = golden.points.flatMap((point) => {
    const best = twinsOf(found, point).map((i) => cosine(found.descriptors.subarray(128 * i, 128 * i + 128), point.descriptor));
    return best.length > 0 ? [Math.max(...best)] : [];
  }).sort((a, b) => a - b);

  expect(likeness.length).toBeGreaterThan(90);
  expect(likeness[Math.floor(likeness.length / 2)]).toBeGreaterThan(0.985);
  expect(likeness[Math.floor(likeness.length / 10)]).toBeGreaterThan(0.95);
});

test('descriptors have the norm of RootSIFT', () => {
  const { count, descriptors } = extractKeypoints(scene);

  for (let i = 0; i < count; i++) expect(Math.hypot(...descriptors.subarray(128 * i, 128 * i + 128))).toBeCloseTo(512, -1.3);
});

test('coordinates stay in the pixels of the image when it is doubled or shrunk', () => {
  const plain = extractKeypoints(scene, { upscaleBelowPx: 0 });
  const doubled = extractKeypoints(scene, { upscaleBelowPx: 1000 });
  const shrunk = extractKeypoints(resizeLuma(scene, 2 * scene.width, 2 * scene.height), { upscaleBelowPx: 0, shrinkAbovePx: scene.width });

  expect(doubled.count).toBeGreaterThan(1.5 * plain.count);
  const again = (others: Keypoints, zoom: number): number => Array.from({ length: 20 }, (_, i) => i).filter((i) => {
    const point = { x: zoom * (plain.x[i] ?? 0), y: zoom * (plain.y[i] ?? 0), scale: zoom * (plain.scale[i] ?? 0), angle: degrees(plain.angle[i] ?? 0) };
    return twinsOf(others, point).length > 0;
  }).length;
  expect(again(doubled, 1)).toBeGreaterThanOrEqual(13); // doubling assumes another blur, so some differ
  expect(again(shrunk, 2)).toBeGreaterThanOrEqual(18);
});

test('mirrored descriptors are those of the mirrored image', () => {
  const { width, height } = scene;
  const mirrored = image(width, height, 1, scene.data.map((_, i) => scene.data[i - (i % width) + width - 1 - (i % width)] ?? 0));
  const [a, b] = [extractKeypoints(scene, { upscaleBelowPx: 0 }), extractKeypoints(mirrored, { upscaleBelowPx: 0 })];

  const expected = mirrorDescriptors(a.descriptors);

  let matched = 0;
  for (let i = 0; i < a.count; i++) {
    const twins = twinsOf(b, { x: width - (a.x[i] ?? 0), y: a.y[i] ?? 0, scale: a.scale[i] ?? 0, angle: (540 - degrees(a.angle[i] ?? 0)) % 360 });
    if (twins.some((j) => cosine(expected.subarray(128 * i, 128 * i + 128), b.descriptors.subarray(128 * j, 128 * j + 128)) > 0.99)) matched++;
  }
  expect(matched / a.count).toBeGreaterThan(0.95);
  expect(mirrorDescriptors(expected)).toEqual(a.descriptors);
});

test('a tenth of the contrast gives almost the same keypoints', () => {
  const faint = image(scene.width, scene.height, 1, scene.data.map((value) => 120 + value / 10));

  const [strong, weak] = [extractKeypoints(scene), extractKeypoints(faint)];

  expect(weak.count).toBeGreaterThan(0.95 * strong.count);
});

test('masked pixels give no keypoints', () => {
  const mask: MaskImage = image(scene.width, scene.height, 1, new Uint8Array(scene.data.length).fill(1, 0, scene.width * 70));

  const { count, y, scale } = extractKeypoints(scene, { mask });

  expect(count).toBeGreaterThan(30);
  for (let i = 0; i < count; i++) expect(y[i]).toBeGreaterThan(70 + (scale[i] ?? 0));
});

test('keeps to the cap and still covers the image', () => {
  const random = seededRandom(7);
  const noise = image(300, 300, 1, Float32Array.from({ length: 90000 }, (_, i) => (i % 300 < 150 ? 255 : 60) * random.next()));

  const { count, x } = extractKeypoints(noise, { maxCount: 24, upscaleBelowPx: 0 });

  expect(count).toBeGreaterThanOrEqual(24);
  expect(count).toBeLessThanOrEqual(36);
  expect(x.filter((value) => value > 150).length).toBeGreaterThan(7);
});

test.each([['flat', 64, 64], ['tiny', 7, 200], ['one pixel', 1, 1]])('a %s image gives none and does not throw', (_, width, height) => {
  expect(extractKeypoints(image(width, height, 1, new Float32Array(width * height).fill(99))).count).toBe(0);
});

test('says which size the mask should have', () => {
  expect(() => extractKeypoints(scene, { mask: image(1, 1, 1, new Uint8Array(1)) })).toThrow(/176 × 144/);
});

/** Indices of keypoints within 1 px (or 0.3 σ), 15 % of scale and `most` degrees. */
function twinsOf({ count, x, y, scale, angle }: Keypoints, point: Omit<GoldenPoint, 'descriptor'>, most = 10): number[] {
  return Array.from({ length: count }, (_, i) => i).filter((i) => {
    const turn = Math.abs(((degrees(angle[i] ?? 0) - point.angle + 540) % 360) - 180);
    const ratio = (scale[i] ?? 0) / point.scale;
    const reach = Math.max(1, 0.3 * point.scale);
    return Math.hypot((x[i] ?? 0) - point.x, (y[i] ?? 0) - point.y) < reach && Math.abs(Math.log(ratio)) < 0.15 && turn <= most;
  });
}

function degrees(radians: number): number {
  return (radians * 180) / Math.PI;
}

function cosine(a: Uint8Array, b: ArrayLike<number>): number {
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [p, q] = [a[i] ?? 0, b[i] ?? 0];
    ab += p * q;
    aa += p * p;
    bb += q * q;
  }
  return ab / Math.sqrt(aa * bb);
}

function fixture(name: string): URL {
  return new URL(`../../../test/fixtures/golden/${name}`, import.meta.url);
}

function readPgm(file: URL): LumaImage {
  const bytes = readFileSync(file);
  const header = /^P5\n(\d+) (\d+)\n255\n/.exec(bytes.subarray(0, 40).toString('latin1'));
  if (!header) throw new Error('not a binary PGM');
  return image(Number(header[1]), Number(header[2]), 1, Float32Array.from(bytes.subarray(header[0].length)));
}
