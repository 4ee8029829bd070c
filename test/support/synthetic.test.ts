import { expect, test } from 'vitest';
import { applyTo, motionOf } from '../../src/core/geometry.ts';
import { areaOf } from '../../src/core/regions.ts';
import { blot, box, crop, flat, jpeg, micrograph, paste, transformRegion, warp } from './synthetic.ts';
import { similarity } from './synthetic-edit.ts';

test('the same seed gives the same picture, another seed another', () => {
  expect(micrograph(1, 64, 48).data).toEqual(micrograph(1, 64, 48).data);
  expect(micrograph(1, 64, 48).data).not.toEqual(micrograph(2, 64, 48).data);
  expect(blot('a', 64, 48).data).toEqual(blot('a', 64, 48).data);
});

test('a similarity is read back as it was made', () => {
  const motion = motionOf(similarity({ rotation: 37, scale: 1.3, mirrored: true }, { x: 10, y: 20 }, { x: 50, y: 60 }));

  expect(motion.rotation).toBeCloseTo(37);
  expect(motion.scale).toBeCloseTo(1.3);
  expect(motion.mirrored).toBe(true);
});

test('a clone holds the pixels of its source where the matrix says', () => {
  const clone = transformRegion(micrograph(3, 200, 160), { from: box(10, 20, 40, 30), to: { x: 150, y: 100 }, mirrored: true });

  for (const [x, y] of [[15, 25], [30, 40], [45, 44]] as const) {
    const to = applyTo(clone.matrix, { x: x + 0.5, y: y + 0.5 });
    expect(clone.image.data[Math.floor(to.y) * 200 + Math.floor(to.x)]).toBe(clone.image.data[y * 200 + x]);
  }
  expect(areaOf(clone.copy)).toBeCloseTo(1200);
  expect(clone.mask.data.filter((v) => v > 0)).toHaveLength(2400);
});

test('an integer shift warps exactly', () => {
  const picture = micrograph(4, 80, 60);

  const moved = warp(picture, [1, 0, -7, 0, 1, -5, 0, 0, 1], 50, 40);

  expect(moved.data).toEqual(crop(picture, box(7, 5, 50, 40)).data);
});

test('paste cuts off what leaves the target, and JPEG keeps size and channels', async () => {
  const pasted = paste(flat(20, 10, 0), flat(10, 10, 255), { x: 15, y: -5 });

  expect(pasted.data.filter((v) => v === 255)).toHaveLength(25);
  const again = await jpeg(micrograph(5, 33, 17), 50);
  expect([again.width, again.height, again.channels]).toEqual([33, 17, 1]);
});
