import { expect, test } from 'vitest';
import { applyTo, multiply, type Matrix } from '../../core/geometry.ts';
import { box, crop, micrograph, similarity, toLuma, warp } from '../../../test/support/synthetic.ts';
import { extractKeypoints } from '../features/sift.ts';
import { glance } from './glance.ts';
import { lonePoses } from './lone-poses.ts';
import { matchKeypoints } from './match-descriptors.ts';

const field = micrograph('glance', 420, 320);
const toB = similarity({ rotation: 40, scale: 0.9 }, { x: 260, y: 190 }, { x: 90, y: 80 });
const [a, b] = [toLuma(crop(field, box(0, 0, 300, 240))), toLuma(warp(field, toB, 200, 180))];

/** px in b, the farthest that a corner of the shared middle is off. */
function miss(matrix: Matrix): number {
  return Math.max(...[[230, 160], [290, 160], [230, 230], [290, 230]].map(([x = 0, y = 0]) => {
    const [p, q] = [applyTo(matrix, { x, y }), applyTo(toB, { x, y })];
    return Math.hypot(p.x - q.x, p.y - q.y);
  }));
}

test('picks the pose that is roughly right among many wrong ones, and sharpens it', () => {
  const rough = multiply(similarity({ rotation: 4, scale: 1.04 }, { x: 90, y: 80 }, { x: 96, y: 76 }), toB);
  const wrong = Array.from({ length: 30 }, (_, i) => similarity({ rotation: 80 + 9 * i, scale: 0.7 + 0.02 * i }, { x: 150, y: 120 }, { x: 60 + 3 * i, y: 90 }));

  const [best] = glance(a, b, [...wrong.slice(0, 11), rough, ...wrong.slice(11)], 1);

  expect(best?.pose).toBe(11);
  expect(best?.zncc).toBeGreaterThan(0.95);
  expect(miss(best?.matrix ?? rough)).toBeLessThan(2);
  expect(miss(rough)).toBeGreaterThan(6);
});

test('sees nothing where no pose is right', () => {
  const other = toLuma(micrograph('another', 200, 180));
  const poses = Array.from({ length: 20 }, (_, i) => similarity({ rotation: 18 * i, scale: 1 }, { x: 150, y: 120 }, { x: 100, y: 90 }));

  expect(glance(a, other, poses, 3)).toEqual([]);
});

test.each([['plain', false], ['mirrored', true]] as const)('a single match says nearly the whole pose, %s', (_, mirrored) => {
  const turned = mirrored ? multiply([-1, 0, 200, 0, 1, 0, 0, 0, 1], toB) : toB;
  const seen = toLuma(warp(field, turned, 200, 180));
  const [from, to] = [extractKeypoints(a), extractKeypoints(seen)];
  const matches = matchKeypoints(from, to, { ratio: 0.7, mirrored });

  const poses = lonePoses(from, to, matches, mirrored ? { mirrorWidth: 200 } : {});

  const off = poses.map(({ matrix }) => {
    const [p, q] = [applyTo(matrix, { x: 260, y: 190 }), applyTo(turned, { x: 260, y: 190 })];
    return Math.hypot(p.x - q.x, p.y - q.y);
  }).sort((p, q) => p - q);
  expect(off.length).toBeGreaterThan(5);
  expect(off[Math.floor(off.length / 2)]).toBeLessThan(12);
});
