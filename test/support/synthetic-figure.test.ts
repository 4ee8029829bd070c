import { expect, test } from 'vitest';
import { blot, crop, micrograph, toRgb } from './synthetic.ts';
import { compoundFigure } from './synthetic-figure.ts';

test('the boxes hold the pictures and the rest is paper', () => {
  const pictures = [micrograph(1, 100, 80), micrograph(2, 90, 70), blot(3, 120, 60)];

  const { image, boxes } = compoundFigure(pictures, { columns: 2, gutter: 8, margin: 5, letters: false, scaleBars: false });

  expect([image.width, image.height]).toEqual([5 + 100 + 8 + 90 + 5, 5 + 80 + 8 + 60 + 5]);
  for (const [i, picture] of pictures.entries()) {
    const at = boxes[i] ?? { x: 0, y: 0, width: 0, height: 0 };
    expect(crop(image, at).data).toEqual(toRgb(picture).data);
  }
  expect([...image.data.subarray(0, 3)]).toEqual([255, 255, 255]);
});
